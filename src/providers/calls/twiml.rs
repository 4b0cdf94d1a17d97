//! What Twilio is to do with a call, as TwiML.

use std::fmt::Write as _;

use super::Step;

/// The document; `address` makes our own address of a step.
pub fn script(steps: &[Step<'_>], address: impl Fn(&str) -> String) -> String {
    let mut text = String::from(r#"<?xml version="1.0" encoding="UTF-8"?><Response>"#);
    for step in steps {
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Say(words) => write!(text, r#"<Say language="en-GB">{}</Say>"#, escape(words)),
            Step::Join {
                to,
                caller,
                ring_seconds,
                limit_seconds,
            } => write!(
                text,
                r#"<Dial callerId="{}" timeout="{ring_seconds}" timeLimit="{limit_seconds}" answerOnBridge="true" action="{}" method="POST"><Number>{}</Number></Dial>"#,
                escape(caller),
                escape(&address("joined")),
                escape(to),
            ),
            Step::Record { most_seconds } => write!(
                text,
                r#"<Record maxLength="{most_seconds}" timeout="5" trim="do-not-trim" action="{}" method="POST"/>"#,
                escape(&address("recorded")),
            ),
            Step::Reject => write!(text, r#"<Reject reason="busy"/>"#),
            Step::HangUp => write!(text, "<Hangup/>"),
        };
    }
    text.push_str("</Response>");
    text
}

fn escape(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .fold(String::new(), |mut safe, c| {
            match c {
                '&' => safe.push_str("&amp;"),
                '<' => safe.push_str("&lt;"),
                '>' => safe.push_str("&gt;"),
                '"' => safe.push_str("&quot;"),
                '\'' => safe.push_str("&apos;"),
                c => safe.push(c),
            }
            safe
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_cannot_give_orders() {
        let steps = [
            Step::Say("</Say><Dial>+33899000000</Dial> & \"so\u{0} on\""),
            Step::Record { most_seconds: 120 },
        ];
        let text = script(&steps, |step| {
            format!("https://shop.test/voice/{step}?call=a&b=c")
        });
        assert!(!text.contains("<Dial") && !text.contains('\u{0}'), "{text}");
        assert!(
            text.contains("&lt;/Say&gt;&lt;Dial&gt;") && text.contains("call=a&amp;b=c"),
            "{text}"
        );
        assert!(text.ends_with("</Response>"));
    }
}
