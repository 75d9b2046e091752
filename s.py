import random,sys
random.seed(7)
rows=[l.rstrip('\n').split('\t') for l in open('/tmp/work-prose/hits.tsv')]
code=sys.argv[1]; n=int(sys.argv[2]); w=int(sys.argv[3]) if len(sys.argv)>3 else 60
r=[x for x in rows if x[0]==code]
for x in random.sample(r,min(n,len(r))):
    t=x[2]; i=t.index('【'); j=t.index('】')
    print(t[max(0,i-w):j+1+w//2].strip(),'→',x[3])
