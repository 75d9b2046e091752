//! Messages of group K: what is wrong with the check itself: acceptances, the baseline, settings of rules, data of the audit.

messages! { CHECKS:
}
