//! What can go wrong on the way to a target, as data; `cli` has the words.

/// Each is about a target, not about content. `detail` is what the other side said, without credentials.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// No credentials in the environment.
    NoCredentials { detail: String },
    /// They were refused, or may not do this: `what` is read, write, list, delete or connect.
    Denied { what: &'static str, detail: String },
    /// There is no such bucket, host or folder.
    NoTarget { detail: String },
    /// The clock here and there differ too much for signed requests.
    Clock { detail: String },
    /// The store takes no conditions, so two publishers could overwrite each other.
    NoConditions,
    /// It has files that no publisher of ours put there; how many, and one of them.
    Foreign { count: usize, example: String },
    /// Another publisher is at work: who, and until when its claim holds.
    Locked { owner: String, until: String },
    /// Somebody else has changed what was to be replaced.
    Taken { name: String },
    /// What is online is newer than what was to be published.
    Newer { online: String, ours: String },
    /// Somebody went back to an earlier release on purpose, and ours is not newer than the one that they left.
    RolledBack { to: u64, left: u64 },
    /// The target has changed since the plan was made.
    Stale { planned: u64, online: u64 },
    /// Full disk or quota over there.
    Full { detail: String },
    /// It says to come back later, and went on saying so.
    Busy { detail: String },
    /// The connection failed, and went on failing.
    Network { detail: String },
    /// Two paths that are one there, since it does not tell capitals from small letters.
    Case { one: String, other: String },
    /// A symbolic link stands where we would write.
    Link { path: String },
    /// A file that is too large for the target.
    TooLarge { path: String, size: u64 },
    /// A file of the output folder changed or vanished meanwhile.
    Output { path: String, detail: String },
    /// What stands in the ledger cannot be read: written by a later version, or damaged.
    Ledger { name: String },
    /// A program that is needed is not there: `ssh`, `rsync`.
    NoProgram { name: &'static str },
    /// There is no such release, or it is kept no longer; those that are.
    NoRelease { wanted: u64, kept: Vec<u64> },
    /// What an earlier release had at this path is not kept any more, or is something else: somebody took or changed the copy.
    Lost { path: String },
    /// Anything else.
    Other { detail: String },
}
