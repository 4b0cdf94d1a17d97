//! What became of a file of contacts, as the address tells it. Only words of ours are shown, so that a link says nothing else.

use leptos_router::params::ParamsMap;

use crate::shared::contact::ContactFault;

/// What is said, and whether it is good.
pub fn import_answer(query: &ParamsMap) -> Option<(bool, Vec<String>)> {
    if let Some(changed) = query.get("taken").and_then(|count| count.parse::<u32>().ok()) {
        let words = match changed {
            0 => "The file says nothing new. Nothing was changed.".to_owned(),
            1 => "The file is taken in: 1 contact is new or changed.".to_owned(),
            more => format!("The file is taken in: {more} contacts are new or changed."),
        };
        return Some((true, vec![words]));
    }
    let column = query.get("column").unwrap_or_default();
    let column: String = column.chars().filter(|c| !c.is_control()).take(40).collect();
    let why = match query.get("refused")?.as_str() {
        "file" => "Please choose a file.".to_owned(),
        "text" => "Please choose a text file (CSV, UTF-8) of up to 5 MB.".to_owned(),
        "empty" => "No contact stands below the first line.".to_owned(),
        "long" => "A file has up to 10,000 contacts.".to_owned(),
        "full" => "There can be 10,000 contacts, and these would be more.".to_owned(),
        "missing" if column == "number" => "The first line names no column “number”.".to_owned(),
        "missing" => "The first line names no column “name”.".to_owned(),
        "column" => format!(
            "The column “{column}” is none of name, number, groups, tags, note and your own fields, or stands there twice."
        ),
        "lines" => return Some((false, lines(query))),
        _ => return None,
    };
    Some((false, vec![format!("{why} Nothing was taken in.")]))
}

fn lines(query: &ParamsMap) -> Vec<String> {
    let count: usize = query
        .get("count")
        .and_then(|count| count.parse().ok())
        .unwrap_or_default();
    let told = query.get("lines").unwrap_or_default();
    let faults: Vec<String> = told
        .split(',')
        .take(20)
        .filter_map(|told| {
            let (line, fault) = told.split_once(':')?;
            let (line, fault): (u64, _) = (line.parse().ok()?, ContactFault::parse(fault)?);
            Some(format!("Line {line}: {}", fault.in_words()))
        })
        .collect();
    let mut words = vec![match count {
        1 => "Nothing was taken in: 1 line is wrong.".to_owned(),
        more => format!("Nothing was taken in: {more} lines are wrong."),
    }];
    let rest = count.saturating_sub(faults.len());
    words.extend(faults);
    if rest > 0 {
        words.push(format!("And {rest} more."));
    }
    words
}
