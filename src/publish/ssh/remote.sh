# Serves a publisher: a request is a line on standard input, some with bytes after it; an answer is lines and an end.
# Needs a POSIX shell, find, xargs and the GNU coreutils. The layout and the rules of versions are those of publish/folder.
LC_ALL=C
export LC_ALL
umask 022
root=$1
own=$root/.cong

end() { printf 'cong end %s\n' "$1"; }
# What went wrong stands on standard error. The rest of a request may be unread, so the conversation is over.
refuse() {
  [ -z "${staged:-}" ] || rm -f "$staged"
  end no
  exit 0
}

# most: the last version of a private file, 0 for none
last() {
  most=0
  for file in "$own/$1".*; do
    version=${file##*.}
    case $version in '' | *[!0-9]*) continue ;; esac
    [ "$version" -le "$most" ] || most=$version
  done
}

# A file under a number: its size and its bytes, both of what was opened, whatever happens to the name.
send() { { size=$(wc -c <&3) && printf 'cong bytes %d %d\n' "$1" "$size" && cat <&4; } 2>/dev/null 3<"$2" 4<"$2"; }

get() {
  tries=0
  while [ "$tries" -lt 20 ]; do
    last "$1"
    if [ "$most" = 0 ]; then
      end none
      return
    fi
    if send "$most" "$own/$1.$most"; then
      end ok
      return
    fi
    tries=$((tries + 1))
  done
  cat "$own/$1.$most" >/dev/null
  refuse
}

# name, version that it takes the place of (new, any), length
put() {
  folder
  [ -d "$own" ] || mkdir -m 700 "$own" || refuse
  [ -d "$own/releases" ] || mkdir -m 700 "$own/releases" || refuse
  staged=$(mktemp "$own/tmp-XXXXXXXXXX") || refuse
  head -c "$3" >"$staged" || refuse
  [ "$(wc -c <"$staged")" -eq "$3" ] || refuse
  sync "$staged" 2>/dev/null || sync
  last "$1"
  known=$most
  answer=taken
  case $2 in
    any) answer=ok ;;
    new) [ -s "$own/$1.$known" ] || answer=ok ;;
    *) if [ "$2" = "$known" ] && [ -s "$own/$1.$known" ]; then answer=ok; fi ;;
  esac
  if [ "$answer" = ok ]; then
    claim "$own/$1.$((known + 1))" || answer=taken
  fi
  rm -f "$staged"
  staged=
  if [ "$answer" = ok ]; then
    last "$1"
    if [ "$most" -gt $((known + 1)) ]; then
      rm -f "$own/$1.$((known + 1))"
      answer=taken
    else
      forget "$1" "$known"
      sync "$own" 2>/dev/null || sync
      printf '%s\n' $((known + 1))
    fi
  fi
  end "$answer"
}

claim() {
  ln "$staged" "$1" 2>/dev/null && return
  [ -e "$1" ] && return 1
  # A disk without hard links.
  (set -C && cat "$staged" >"$1") || refuse
}

# versions of a private file up to one
forget() {
  for file in "$own/$1".*; do
    version=${file##*.}
    case $version in '' | *[!0-9]*) continue ;; esac
    [ "$version" -gt "$2" ] || rm -f "$file"
  done
}

remove() {
  case $1 in
    */*)
      last "$1"
      forget "$1" "$most"
      end ok
      ;;
    *) put "$1" any 0 ;;
  esac
}

# With its folder, but not with those around it: a wrong path is told, not made.
folder() { [ -d "$root" ] || mkdir "$root" || refuse; }

look() {
  [ ! -e "$root" ] || ls "$root" >/dev/null || refuse
  for path in "$own" "$root/releases" "$root/releases"/*; do
    [ ! -L "$path" ] || printf 'link %s\n' "$path"
  done
  if [ -L "$root/current" ]; then
    printf 'current %s\n' "$(readlink "$root/current")"
  elif [ -e "$root/current" ]; then
    printf 'foreign %s\n' "$root/current"
  fi
  for path in "$root/releases"/*; do
    [ ! -d "$path" ] || printf 'release %s\n' "${path##*/}"
  done
  for path in "$root"/* "$root"/.[!.]*; do
    [ ! -e "$path" ] || printf 'name %s\n' "${path##*/}"
  done
  end ok
}

# number, release to begin with or -: the folder of the new release, and its date
begin() {
  folder
  [ -d "$root/releases" ] || mkdir "$root/releases" || refuse
  part=$(mktemp -d "$root/releases/$1.XXXXXXXXXX.part") || refuse
  chmod 755 "$part" || refuse
  date=$(date +%s)
  if [ "$2" != - ]; then
    base=$root/releases/$2
    link=$(find "$base" ! -type f ! -type d | head -n 1)
    if [ -n "$link" ]; then
      rmdir "$part"
      printf 'link %s\n' "$link"
      end ok
      return
    fi
    before=$(stat -c %Y "$base") || refuse
    [ "$date" -gt "$before" ] || date=$((before + 1))
    cp -al "$base/." "$part/" 2>/dev/null || copy || refuse
  fi
  printf 'part %s %s\n' "${part##*/}" "$date"
  end ok
}

# Hard links are refused: another owner, or a disk that has none.
copy() { rm -rf "$part" && mkdir "$part" && cp -a "$base/." "$part/" || { rm -rf "$part"; return 1; }; }

# The rest takes paths, one a line, quoted for xargs.
drop() {
  list=$(head -c "$2")
  (cd "$root/releases/$1" && printf '%s\n' "$list" | xargs rm -f --) || refuse
  end ok
}

prune() {
  list=$(head -c "$2")
  (cd "$root/releases/$1" && printf '%s\n' "$list" | xargs rmdir -p --ignore-fail-on-non-empty --) 2>/dev/null
  end ok
}

# from, to
restore() {
  list=$(head -c "$3")
  (cd "$root/releases/$1" && printf '%s\n' "$list" | xargs cp -al --parents -t "../$2" --) 2>/dev/null ||
    (cd "$root/releases/$1" && printf '%s\n' "$list" | xargs cp -a --parents -t "../$2" --) || refuse
  end ok
}

# Compressed copies, of which only some are there.
siblings() {
  list=$(head -c "$3")
  (cd "$root/releases/$1" && printf '%s\n' "$list" | xargs cp -al --parents -t "../$2" --) 2>/dev/null
  end ok
}

sums() {
  list=$(head -c "$2")
  (cd "$root/releases/$1" && printf '%s\n' "$list" | xargs sha256sum --) || refuse
  end ok
}

# As sums, of which some may not be there.
seen() {
  list=$(head -c "$2")
  (cd "$root/releases/$1" && printf '%s\n' "$list" | xargs sha256sum --) 2>/dev/null
  end ok
}

# part, name, date
finish() {
  touch -d "@$3" "$root/releases/$1" || refuse
  sync -f "$root" 2>/dev/null || sync
  mv -T "$root/releases/$1" "$root/releases/$2" || refuse
  link=$root/current.$1
  ln -s "releases/$2" "$link" && mv -T "$link" "$root/current" || {
    rm -f "$link"
    refuse
  }
  sync -f "$root" 2>/dev/null || sync
  end ok
}

# Under another name first, so that half of a release is never taken for one.
clear() {
  case $1 in
    *.part | *.old) old=$root/releases/$1 ;;
    *)
      old=$(mktemp -u "$root/releases/$1.XXXXXXXXXX.old") || refuse
      mv -T "$root/releases/$1" "$old" || refuse
      ;;
  esac
  rm -rf "$old" || refuse
  for link in "$root"/current.*.part; do
    [ ! -L "$link" ] || rm -f "$link"
  done
  end ok
}

survey() {
  (cd "$root/current/" && find . -type f -exec stat -c '%s %n' {} + && find . -type f -exec sha256sum {} +) || refuse
  end ok
}

# folder, path
fetch() {
  if [ -f "$root/releases/$1/$2" ]; then
    send 0 "$root/releases/$1/$2" || refuse
    end ok
  else
    end none
  fi
}

# All that a publisher made here, and the folder itself where nobody put anything else.
leave() {
  [ ! -L "$root/current" ] || rm -f "$root/current" || refuse
  rm -rf "$root/releases" "$own" || refuse
  rmdir "$root" 2>/dev/null
  end ok
}

# Not "no", which ends the conversation.
folds() {
  [ -d "$own" ] && [ -d "$root/.CONG" ] && end yes || end apart
}

[ ! -e "$own" ] || ls "$own" >/dev/null || refuse
printf 'cong hello\n'
while read -r request a b c; do
  case $request in
    get | remove | look | clear | survey | leave | folds) "$request" "$a" ;;
    begin | drop | prune | sums | seen) "$request" "$a" "$b" ;;
    put | restore | siblings | finish) "$request" "$a" "$b" "$c" ;;
    fetch) fetch "$a" "$b${c:+ $c}" ;;
    *) refuse ;;
  esac
done
