//! Messages of group R: what should not be public: personal data, secrets, what intruders hide in pages.

messages! { PRIVACY:
}
