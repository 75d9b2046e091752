//! Messages of group V30 and on: Vietnamese as authorities write it: numbers, dates, names, spelling.

messages! { LANGUAGE:
}
