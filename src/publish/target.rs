//! A target as it is found: turns its private files into what is online, also where a publisher was killed.

use std::collections::BTreeMap;

use super::check;
use super::content::Digest;
use super::intent::Intent;
use super::remote::{Remote, Tag};
use super::state::{self, Online, State};
use super::trouble::Trouble;

#[derive(Default)]
pub struct Target {
    /// What the last publisher left that came to its end; nothing at a new place.
    pub state: State,
    pub tag: Option<Tag>,
    /// Of a publisher that was killed.
    pub unfinished: Option<Intent>,
    pub intent_tag: Option<Tag>,
    /// What is there by all that is known.
    pub online: BTreeMap<String, Online>,
}

impl Target {
    pub fn read(remote: &dyn Remote) -> Result<Target, Trouble> {
        let (state, tag) = match remote.get(state::NAME)? {
            Some((bytes, tag)) => (State::decode(&bytes)?, Some(tag)),
            None => (State::default(), None),
        };
        let (intent, intent_tag) = Intent::read(remote)?.unzip();
        let unfinished = intent.filter(|intent| !intent.is_done(&state));
        let mut online = state.files.clone();
        if let Some(intent) = &unfinished {
            intent.settle(remote, &mut online)?;
        }
        Ok(Target { state, tag, unfinished, intent_tag, online })
    }

    /// As it is now that nobody else may change it. Nearly always nothing has happened meanwhile.
    pub fn again(self, remote: &dyn Remote) -> Result<Target, Trouble> {
        let tag = remote.get(state::NAME)?.map(|(_, tag)| tag);
        if tag == self.tag && self.unfinished.is_none() { Ok(self) } else { Target::read(remote) }
    }

    pub fn is_new(&self) -> bool {
        self.tag.is_none() && self.intent_tag.is_none()
    }

    /// Puts into what is known what somebody did by hand.
    pub fn survey(&mut self, remote: &dyn Remote) -> Result<(), Trouble> {
        let known = State { files: self.online.clone(), ..State::default() };
        check::check(remote, &known)?.settle(&mut self.online);
        Ok(())
    }

    pub fn save(&self, remote: &dyn Remote, state: &State) -> Result<(), Trouble> {
        let bytes = state.encode()?;
        match &self.tag {
            Some(tag) => remote.replace(state::NAME, &bytes, tag).map(|_| ()),
            None => remote.create(state::NAME, &bytes).map(|_| ()),
        }
    }
}

/// Whether a place refuses what its conditions forbid. A place that does not would let two publishers overwrite each other.
pub fn prove(remote: &dyn Remote, token: &str) -> Result<(), Trouble> {
    // Two may try at once.
    let name = format!("conditions-{}", Digest::of(token.as_bytes()));
    let text = |word: &str| format!("{word} {token}\n").into_bytes();
    let refused = |answer: Result<Tag, Trouble>| match answer {
        Err(Trouble::Taken { .. }) => Ok(()),
        Ok(_) => Err(Trouble::NoConditions),
        Err(trouble) => Err(trouble),
    };
    let first = match remote.create(&name, &text("one")) {
        Err(Trouble::Taken { .. }) => remote.get(&name)?.map(|(_, tag)| tag).ok_or(Trouble::NoConditions)?,
        made => made?,
    };
    let proven = refused(remote.create(&name, &text("two")))
        .and_then(|()| remote.replace(&name, &text("three"), &first))
        .and_then(|_| refused(remote.replace(&name, &text("four"), &first)));
    remote.remove(&name)?;
    match proven {
        // The right version was refused: there is no telling versions apart.
        Err(Trouble::Taken { .. }) => Err(Trouble::NoConditions),
        proven => proven,
    }
}
