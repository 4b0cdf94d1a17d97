//! Reads the part of TwiML the sandbox follows.

/// One thing a call is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    Say(String),
    Dial {
        number: String,
        caller: String,
        limit: Option<u32>,
        action: String,
    },
    Record {
        most: u32,
        action: String,
    },
    Reject,
    Hangup,
}

/// The verbs in their order; `None` for what is no TwiML, as Twilio's error 12100.
pub fn read(text: &str) -> Option<Vec<Verb>> {
    let inside = text.split_once("<Response>")?.1.split_once("</Response>")?.0;
    let mut verbs = vec![];
    let mut rest = inside.trim();
    while let Some(tag) = rest.strip_prefix('<') {
        let (head, after) = tag.split_once('>')?;
        let (head, is_empty) = match head.strip_suffix('/') {
            Some(head) => (head, true),
            None => (head, false),
        };
        let name = head.split_whitespace().next()?;
        let (content, after) = if is_empty {
            ("", after)
        } else {
            after.split_once(&format!("</{name}>"))?
        };
        let attribute = |wanted: &str| {
            let (_, value) = head.split_once(&format!(" {wanted}=\""))?;
            Some(unescape(value.split_once('"')?.0))
        };
        let number = |wanted: &str| attribute(wanted).and_then(|text| text.parse().ok());
        verbs.push(match name {
            "Say" => Verb::Say(unescape(content)),
            "Dial" => Verb::Dial {
                number: unescape(content.split_once("<Number>")?.1.split_once("</Number>")?.0),
                caller: attribute("callerId").unwrap_or_default(),
                limit: number("timeLimit"),
                action: attribute("action").unwrap_or_default(),
            },
            "Record" => Verb::Record {
                most: number("maxLength").unwrap_or(3_600),
                action: attribute("action").unwrap_or_default(),
            },
            "Reject" => Verb::Reject,
            "Hangup" => Verb::Hangup,
            _ => return None,
        });
        rest = after.trim();
    }
    rest.is_empty().then_some(verbs)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_told_what_to_do() {
        let text = "<?xml version=\"1.0\"?><Response><Say language=\"en-GB\">A &lt;b&gt;</Say><Dial callerId=\"+1\" \
                    timeLimit=\"60\" action=\"http://a/?x=1&amp;y=2\"><Number>+2</Number></Dial><Hangup/></Response>";
        let dial = Verb::Dial {
            number: "+2".into(),
            caller: "+1".into(),
            limit: Some(60),
            action: "http://a/?x=1&y=2".into(),
        };
        assert_eq!(
            read(text),
            Some(vec![Verb::Say("A <b>".into()), dial, Verb::Hangup])
        );
        for odd in [
            "",
            "<Response><Say></Response>",
            "<Response>x</Response>",
            "<Response><Play/></Response>",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
