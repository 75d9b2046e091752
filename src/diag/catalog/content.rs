//! Messages of group A: what keeps readers from what a page says: descriptions, headings, words of links, tables, films.

messages! { CONTENT:
}
