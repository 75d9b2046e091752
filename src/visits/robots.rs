//! Says of a request whether a program made it and not a person, by what it calls itself. The list is stated in `docs/visits.md`.

/// Parts of the names of programs, in small letters. Whoever says nothing is one too.
const NAMES: [&str; 34] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "scan",
    "monitor",
    "uptime",
    "pingdom",
    "statuscake",
    "nagios",
    "zabbix",
    "facebookexternalhit",
    "facebookcatalog",
    "zalo-preview",
    "whatsapp",
    "telegram",
    "skypeuripreview",
    "preview",
    "embedly",
    "feedfetcher",
    "feedly",
    "curl/",
    "wget",
    "python",
    "java/",
    "go-http-client",
    "okhttp",
    "libwww",
    "httpclient",
    "axios",
    "headless",
    "lighthouse",
    "phantomjs",
    "archiver",
];

/// `agent`: the field User-Agent as the log has it.
pub fn is_robot(agent: &[u8]) -> bool {
    let agent = agent.trim_ascii();
    if agent.len() < 5 {
        return true;
    }
    let small = agent.to_ascii_lowercase();
    NAMES.iter().any(|name| memchr::memmem::find(&small, name.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_people_and_programs_are_not() {
        for agent in [
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 Version/17.1 Mobile Safari/604.1",
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/118.0 Mobile Safari/537.36 Zalo android/12100",
        ] {
            assert!(!is_robot(agent.as_bytes()), "{agent}");
        }
        for agent in [
            "-",
            "",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; coccocbot-web/1.0)",
            "curl/8.4.0",
            "facebookexternalhit/1.1",
            "Mozilla/5.0 HeadlessChrome/119.0",
        ] {
            assert!(is_robot(agent.as_bytes()), "{agent}");
        }
    }
}
