//! Messages of group L: links and addresses that work today and will not serve readers well.

messages! { LINKS:
}
