//! The languages of the page. The texts are in `locales/`, one file a language, by Fluent (projectfluent.org).

use std::{borrow::Cow, sync::LazyLock};

use axum::http::{header::ACCEPT_LANGUAGE, request::Parts};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_langneg::{
    NegotiationStrategy, accepted_languages, convert_vec_str_to_langids_lossy, negotiate_languages,
};
use leptos::prelude::use_context;
use unic_langid::LanguageIdentifier;

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    German,
    French,
    Spanish,
    Arabic,
}

impl Language {
    /// Every one, in the order people read them.
    pub const ALL: [Self; 5] = [
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Arabic,
    ];

    /// Its BCP 47 tag.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Arabic => "ar",
        }
    }

    /// Its own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Spanish => "Español",
            Self::Arabic => "العربية",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../../../locales/en.ftl"),
            Self::German => include_str!("../../../locales/de.ftl"),
            Self::French => include_str!("../../../locales/fr.ftl"),
            Self::Spanish => include_str!("../../../locales/es.ftl"),
            Self::Arabic => include_str!("../../../locales/ar.ftl"),
        }
    }

    /// What `?lang=` says, otherwise what the browser would like best, otherwise English.
    pub fn asked(request: &Parts) -> Self {
        let query = request.uri.query().unwrap_or_default();
        let chosen = url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "lang")
            .and_then(|(_, code)| Self::parse(&code));
        chosen.unwrap_or_else(|| {
            let wanted = request.headers.get(ACCEPT_LANGUAGE);
            Self::liked(wanted.and_then(|text| text.to_str().ok()).unwrap_or_default())
        })
    }

    fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// By the header a browser sends: `de-CH, fr;q=0.8`.
    fn liked(accepted: &str) -> Self {
        let wanted = accepted_languages::parse(accepted);
        let ours = convert_vec_str_to_langids_lossy(Self::ALL.map(Self::code));
        negotiate_languages(&wanted, &ours, None, NegotiationStrategy::Filtering)
            .first()
            .and_then(|found| Self::parse(found.language.as_str()))
            .unwrap_or(Self::English)
    }

    /// The text of this name.
    pub fn say(self, name: &str) -> String {
        self.say_with(name, &[])
    }

    /// The text of this name with these values. A name nobody wrote a text for says itself; a test looks for those.
    pub fn say_with(self, name: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let Some(bundle) = BUNDLES.iter().find(|(language, _)| *language == self) else {
            return name.to_owned();
        };
        let pattern = bundle.1.get_message(name).and_then(|message| message.value());
        let Some(pattern) = pattern else {
            return name.to_owned();
        };
        let args: FluentArgs<'_> = values
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
            .collect();
        let mut faults = vec![];
        bundle
            .1
            .format_pattern(pattern, Some(&args), &mut faults)
            .into_owned()
    }
}

/// The language of the page being rendered.
pub fn language() -> Language {
    use_context().unwrap_or(Language::English)
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<Vec<(Language, Bundle)>> =
    LazyLock::new(|| Language::ALL.into_iter().map(|one| (one, bundle(one))).collect());

fn bundle(language: Language) -> Bundle {
    let tag: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // Names from left to right must not turn a sentence around that goes the other way; elsewhere the marks only get
    // in the way of whoever copies a text.
    bundle.set_use_isolating(language == Language::Arabic);
    // What of a file cannot be read is missing; a test looks for that.
    let source = match FluentResource::try_new(language.source().to_owned()) {
        Ok(source) | Err((source, _)) => source,
    };
    let _ = bundle.add_resource(source);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(language: Language) -> Vec<&'static str> {
        language
            .source()
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(name, _)| name)
            .filter(|name| !name.starts_with(' '))
            .collect()
    }

    #[test]
    fn every_text_is_there_in_every_language_and_complete() {
        let english = names(Language::English);
        assert!(english.len() > 70);
        for language in Language::ALL {
            assert_eq!(names(language), english, "{language:?}");
            assert!(
                FluentResource::try_new(language.source().to_owned()).is_ok(),
                "{language:?}"
            );
            for name in &english {
                let values = ["name", "company", "date", "contact", "address", "code"]
                    .map(|value| (value, FluentValue::from("Value-1")));
                let values = [&values[..], &[("left", FluentValue::from(3))]].concat();
                let text = language.say_with(name, &values);
                assert!(
                    text != *name && !text.contains('{'),
                    "{language:?}: {name}: {text}"
                );
                let wants = language
                    .source()
                    .lines()
                    .find(|line| line.starts_with(&format!("{name} = ")))
                    .unwrap_or_default();
                assert_eq!(
                    wants.contains("{ $") && !wants.contains("$left"),
                    text.contains("Value-1"),
                    "{language:?}: {name}: {text}"
                );
                if language != Language::English {
                    let same = text == Language::English.say_with(name, &values);
                    let is_a_name =
                        ["guide-iphone", "guide-android", "pin-label", "code-label"].contains(name);
                    assert!(!same || is_a_name, "{language:?} has the English {name}");
                }
            }
        }
    }

    #[test]
    fn the_browsers_first_language_that_we_have_is_taken() {
        for (accepted, language) in [
            ("", Language::English),
            ("xx", Language::English),
            ("de-CH, fr;q=0.8", Language::German),
            ("nl, fr-CA;q=0.9, en;q=0.8", Language::French),
            ("ar-EG", Language::Arabic),
            ("es-419,es;q=0.9", Language::Spanish),
            ("\u{1F600};;;q=", Language::English),
        ] {
            assert_eq!(Language::liked(accepted), language, "{accepted}");
        }
    }

    #[test]
    fn one_try_is_not_one_tries() {
        let left = |language: Language, left: i32| language.say_with("said-wrong", &[("left", left.into())]);
        assert!(left(Language::English, 1).contains("one more try"));
        assert!(left(Language::English, 4).contains("4 more tries"));
        assert!(left(Language::Arabic, 2).contains("محاولتان"));
    }
}
