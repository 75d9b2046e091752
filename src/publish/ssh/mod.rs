//! A folder on another machine as a target, `ssh://user@host/srv/portal`, over the system's `ssh` and `rsync`: they know hosts, agents,
//! jump hosts and `~/.ssh/config`. Laid out as `publish::folder` lays one out, so that both may publish to one place.
//!
//! Two connections: a conversation with a shell (`session`), for the private files and for all that is done over there, and one `rsync`
//! for what is sent (`sending`).

#![expect(clippy::disallowed_methods, reason = "`publish` reaches targets")]

mod address;
mod said;
mod sending;
mod session;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use parking_lot::Mutex;

pub use self::address::Address;
use self::address::word;
pub use self::session::Programs;
use self::session::{Answer, Session};
use super::PRIVATE;
use super::compress::Compressor;
use super::folder::disk::{self, Disk};
use super::folder::filling::Filling;
use super::folder::ledger;
use super::folder::names::{CURRENT, Name, RELEASES, Standing};
use super::folder::recipe::{self, Recipe};
use super::plan::Plan;
use super::remote::{Applied, Ledger, Progress, Remote, Seen, Source, Survey, Tag};
use super::state::{self, Online, State};
use super::trouble::Trouble;

pub struct Ssh {
    address: Address,
    programs: Programs,
    compressor: Compressor,
    /// The portal's folder, where what is sent is gathered.
    portal: PathBuf,
    session: Mutex<Option<Session>>,
}

/// What stands over there.
#[derive(Default)]
struct Around {
    standing: Standing,
    strangers: Vec<String>,
}

impl Ssh {
    pub fn new(address: Address, programs: Programs, compressor: Compressor, portal: PathBuf) -> Ssh {
        Ssh { address, programs, compressor, portal, session: Mutex::new(None) }
    }

    fn ask(&self, request: &str, bytes: &[u8]) -> Result<Answer, Trouble> {
        let mut held = self.session.lock();
        let session = held.take().map_or_else(|| Session::open(&self.programs, &self.address), Ok)?;
        let (session, answer) = session.ask(request, bytes)?;
        *held = Some(session);
        Ok(answer)
    }

    fn put_version(&self, name: &str, known: &str, bytes: &[u8]) -> Result<Tag, Trouble> {
        let answer = self.ask(&format!("put {name} {known} {}", bytes.len()), bytes)?;
        match answer.lines.first() {
            Some(version) if answer.end == "ok" => Ok(Tag(version.clone())),
            _ => Err(Trouble::Taken { name: name.to_owned() }),
        }
    }

    fn look_around(&self) -> Result<Around, Trouble> {
        let answer = self.ask("look", &[])?;
        let of = |kind: &'static str| answer.lines.iter().filter_map(move |line| line.strip_prefix(kind));
        if let Some(path) = of("link ").next() {
            return Err(Trouble::Link { path: path.to_owned() });
        }
        if let Some(path) = of("foreign ").next() {
            return Err(Trouble::Foreign { count: 1, example: path.to_owned() });
        }
        let standing = Standing::new(of("current ").next(), of("release "));
        let is_ours = of("name ").any(|name| name == PRIVATE);
        let own = |name: &&str| is_ours && [PRIVATE, RELEASES, CURRENT].contains(name);
        let strangers = of("name ").filter(|name| !own(name)).map(str::to_owned).collect();
        Ok(Around { standing, strangers })
    }

    fn online(&self) -> Result<State, Trouble> {
        let state = self.get(state::NAME)?;
        state.map_or(Ok(State::default()), |(bytes, _)| State::decode(&bytes))
    }

    fn clear(&self, name: &str) -> Result<(), Trouble> {
        self.ask(&format!("clear {name}"), &[]).map(drop)
    }

    /// A request about paths, if there are any.
    fn ask_of<'a>(&self, request: &str, paths: impl Iterator<Item = &'a str>) -> Result<Answer, Trouble> {
        let list: String = paths.map(|path| word(path) + "\n").collect();
        if list.is_empty() {
            Ok(Answer::default())
        } else {
            self.ask(&format!("{request} {}", list.len()), list.as_bytes())
        }
    }

    /// The folder of the new release over there, with all that it has from earlier ones, and its date.
    fn begin(&self, seen: &Around, recipe: &Recipe, state: &State, number: u64) -> Result<(String, u64), Trouble> {
        let online = state.release.number;
        let base = seen.standing.base(online).map_or("-".to_owned(), |name| name.to_string());
        let answer = self.ask(&format!("begin {number:06} {base}"), &[])?;
        let words: Vec<&str> = answer.lines.first().map(|line| line.split(' ').collect()).unwrap_or_default();
        let (part, date) = match words[..] {
            ["part", part, date] => (part.to_owned(), date.parse().unwrap_or(0)),
            ["link", ..] => return Err(Trouble::Link { path: words[1..].join(" ") }),
            _ => return Err(Trouble::Other { detail: answer.lines.join(" ") }),
        };
        // What is sent is put in its place by rsync, which needs no more than the difference; its siblings are made anew.
        let sent: BTreeSet<&str> = recipe.put.iter().map(|(path, _)| path.as_str()).collect();
        let dropped = || recipe.without.iter().map(String::as_str).filter(|path| !sent.contains(path));
        self.ask_of(&format!("drop {part}"), dropped())?;
        let folders: BTreeSet<&str> = dropped().filter_map(|path| Some(path.rsplit_once('/')?.0)).collect();
        self.ask_of(&format!("prune {part}"), folders.into_iter())?;
        self.restore(&seen.standing, recipe, online, &part)?;
        Ok((part, date))
    }

    fn restore(&self, standing: &Standing, recipe: &Recipe, online: u64, part: &str) -> Result<(), Trouble> {
        let mut holders: BTreeMap<Name, Vec<&str>> = BTreeMap::new();
        let gone = |file: &Online| Trouble::NoRelease {
            wanted: file.release,
            kept: standing.kept(online).into_keys().collect(),
        };
        for (path, file) in &recipe.restore {
            let name = standing.holder(file.release, online).ok_or_else(|| gone(file))?;
            holders.entry(name).or_default().push(path);
        }
        for (name, paths) in &holders {
            self.ask_of(&format!("restore {name} {part}"), paths.iter().copied())?;
            let siblings: Vec<String> = paths.iter().flat_map(|path| recipe.siblings(path)).collect();
            self.ask_of(&format!("siblings {name} {part}"), siblings.iter().map(String::as_str))?;
        }
        let answer = self.ask_of(&format!("sums {part}"), recipe.restore.iter().map(|(path, _)| path.as_str()))?;
        let sums: BTreeMap<String, String> = answer.lines.iter().filter_map(|line| sum(line)).collect();
        match recipe.restore.iter().find(|(path, file)| !file.etag.is_empty() && sums.get(path) != Some(&file.etag)) {
            Some((_, file)) => Err(gone(file)),
            None => Ok(()),
        }
    }

    /// Everything that is sent, in a folder here; compressed, dated, and held against the digests of the build.
    fn gather(
        &self,
        recipe: &Recipe,
        date: u64,
        source: &dyn Source,
        progress: &dyn Progress,
    ) -> Result<(Gathered, Applied), Trouble> {
        let gathered = Gathered::new(&self.portal)?;
        let (disk, compressor) = (&Disk::default(), &self.compressor);
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(date);
        let progress = &Quiet(progress);
        let applied = Filling { disk, folder: &gathered.0, date, compressor, source, progress }.fill(recipe)?;
        Ok((gathered, applied))
    }
}

impl Ledger for Ssh {
    fn get(&self, name: &str) -> Result<Option<(Vec<u8>, Tag)>, Trouble> {
        let file = self.ask(&format!("get {name}"), &[])?.file;
        Ok(file.filter(|(_, bytes)| !bytes.is_empty()).map(|(version, bytes)| (bytes, Tag(version.to_string()))))
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<Tag, Trouble> {
        self.put_version(name, "new", bytes)
    }

    fn replace(&self, name: &str, bytes: &[u8], known: &Tag) -> Result<Tag, Trouble> {
        self.put_version(name, &known.0, bytes)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.put_version(name, "any", bytes).map(drop)
    }

    fn remove(&self, name: &str) -> Result<(), Trouble> {
        self.ask(&format!("remove {name}"), &[]).map(drop)
    }
}

impl Remote for Ssh {
    fn name(&self) -> String {
        let port = self.address.port.map_or_else(String::new, |port| format!(" ({port})"));
        format!("ssh:{}{port}", self.address.within(""))
    }

    fn strangers(&self) -> Result<Vec<String>, Trouble> {
        Ok(self.look_around()?.strangers)
    }

    fn apply(
        &self,
        plan: &Plan,
        state: &State,
        number: u64,
        source: &dyn Source,
        progress: &dyn Progress,
    ) -> Result<Applied, Trouble> {
        let mut recipe = Recipe::new(plan, state)?;
        let mut seen = self.look_around()?;
        if seen.standing.base(state.release.number).is_none() {
            recipe.put_all(state);
        }
        // What a killed publisher had sent is not sent again.
        let begun = seen.standing.halves.iter().position(|name| name.ends_with(".part"));
        let begun = begun.map(|at| seen.standing.halves.swap_remove(at));
        for name in &seen.standing.halves {
            self.clear(name)?;
        }
        for name in seen.standing.leftovers(state.release.number) {
            self.clear(&name.to_string())?;
            seen.standing.all.retain(|known| *known != name);
        }
        let (part, date) = self.begin(&seen, &recipe, state, number)?;
        let (gathered, mut applied) = self.gather(&recipe, date, source, progress)?;
        if !recipe.put.is_empty() || !recipe.marks.is_empty() {
            let arguments = sending::arguments(&self.programs, &self.address, &gathered.0, &part, begun.as_deref());
            sending::send(&self.programs, &arguments, progress)?;
        }
        recipe.put.iter().for_each(|(path, item)| progress.sent(path, item.size));
        if progress.is_over() {
            return Err(Trouble::Taken { name: "lock".to_owned() });
        }
        self.ask(&format!("finish {part} {} {date}", seen.standing.next(number)), &[])?;
        begun.map_or(Ok(()), |begun| self.clear(&begun))?;
        applied.extend(recipe.known());
        Ok(applied)
    }

    fn fetch(&self, path: &str, online: &Online) -> Result<Option<Vec<u8>>, Trouble> {
        let (standing, last) = (self.look_around()?.standing, self.online()?.release.number);
        let Some(name) = standing.holder(online.release, last).or(standing.current) else { return Ok(None) };
        recipe::is_plain(path)?;
        let file = self.ask(&format!("fetch {name} {path}"), &[])?.file;
        let is_it = |bytes: &Vec<u8>| super::content::Digest::of(bytes) == online.digest;
        Ok(file.map(|(_, bytes)| bytes).filter(is_it))
    }

    fn survey(&self) -> Result<BTreeMap<String, Survey>, Trouble> {
        let state = self.online()?;
        if self.look_around()?.standing.current.is_none() {
            return Ok(BTreeMap::new());
        }
        let answer = self.ask("survey", &[])?;
        let mut sums: BTreeMap<String, String> = answer.lines.iter().filter_map(|line| sum(line)).collect();
        let size = |line: &String| {
            let (size, path) = line.split_once(" ./")?;
            Some((path.to_owned(), size.parse().ok()?))
        };
        let seen = recipe::seen(answer.lines.iter().filter_map(size).collect(), &state);
        let survey = |(path, size): (String, u64)| {
            let etag = sums.remove(&path).unwrap_or_default();
            (path, Survey { size, etag })
        };
        Ok(seen.into_iter().map(survey).collect())
    }

    fn look(&self, paths: &[&str]) -> Result<BTreeMap<String, Option<Seen>>, Trouble> {
        let state = self.online()?;
        let Some(base) = self.look_around()?.standing.base(state.release.number) else { return Ok(BTreeMap::new()) };
        let answer = self.ask_of(&format!("seen {base}"), paths.iter().copied())?;
        let sums: BTreeMap<String, String> = answer.lines.iter().filter_map(|line| sum(line)).collect();
        let mark = |path: &&str| {
            let seen = sums.get(*path).map(|etag| recipe::mark(state.files.get(*path), etag));
            ((*path).to_owned(), seen)
        };
        Ok(paths.iter().map(mark).collect())
    }

    fn forget(&self, release: u64, _: &[String]) -> Result<(), Trouble> {
        let (standing, online) = (self.look_around()?.standing, self.online()?.release.number);
        standing.forgotten(release, online).iter().try_for_each(|name| self.clear(&name.to_string()))
    }

    fn leave(&self) -> Result<(), Trouble> {
        self.look_around()?;
        self.ask("leave", &[]).map(drop)
    }

    fn folds_case(&self) -> bool {
        self.ask("folds", &[]).is_ok_and(|answer| answer.end == "yes")
    }

    /// The conversation, and one transmission.
    fn requests(&self, _: &Plan, _: &State) -> u64 {
        2
    }
}

/// `HEX  ./PATH` of `sha256sum` → path and the half of the sum that is kept.
fn sum(line: &str) -> Option<(String, String)> {
    let (sum, path) = line.split_once("  ")?;
    let sum = sum.trim_start_matches('\\').get(..32)?;
    Some((path.strip_prefix("./").unwrap_or(path).to_owned(), sum.to_owned()))
}

/// Only gathers: what is told as sent has been sent.
struct Quiet<'a>(&'a dyn Progress);

impl Progress for Quiet<'_> {
    fn is_over(&self) -> bool {
        self.0.is_over()
    }
}

/// A folder of the portal's own that goes when it is no longer needed.
struct Gathered(PathBuf);

impl Gathered {
    fn new(portal: &std::path::Path) -> Result<Gathered, Trouble> {
        /// Before the name of each, so that those of killed publishers are found.
        const START: &str = "sending-";
        const LEFT_ALONE: Duration = Duration::from_secs(24 * 3600);
        let folder = portal.join(PRIVATE);
        let own = folder.join(format!("{START}{}", ledger::unique()));
        fs::create_dir_all(&own).map_err(|error| disk::trouble("write", &own, &error))?;
        let date = |path: &std::path::Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
        let others = fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
        for other in
            others.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(START)))
        {
            if date(&other).zip(date(&own)).is_some_and(|(other, now)| other + LEFT_ALONE < now) {
                let _ = fs::remove_dir_all(&other);
            }
        }
        Ok(Gathered(own))
    }
}

impl Drop for Gathered {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_command_line_is_read_by_a_shell_here_and_nothing_waits_for_an_answer() {
        let address = Address::parse("ssh://web@host:2222/srv/it's%20$HOME").unwrap();
        let ssh = session::arguments(&address);
        assert!(ssh.windows(2).any(|pair| pair == ["-o", "BatchMode=yes"]), "{ssh:?}");
        assert!(ssh.windows(2).any(|pair| pair == ["-p", "2222"]) && ssh.windows(2).any(|pair| pair == ["-l", "web"]));
        let [end, host, command] = &ssh[ssh.len() - 3..] else { panic!("{ssh:?}") };
        assert_eq!((end.as_str(), host.as_str()), ("--", "host"), "no option comes after");
        assert!(command.ends_with(r" cong '/srv/it'\''s $HOME'"), "{command}");
        let from = std::path::Path::new("/tmp/x");
        let rsync = sending::arguments(&Programs::default(), &address, from, "000002.a.part", Some("000002.b.part"));
        assert_eq!(rsync[rsync.len() - 3..], ["--", "/tmp/x/", "web@host:/srv/it's $HOME/releases/000002.a.part/"]);
        assert!(rsync.contains(&"--protect-args".to_owned()), "the path is not read by the shell over there");
        assert!(rsync.contains(&"--link-dest=../000002.b.part".to_owned()));
    }
}
