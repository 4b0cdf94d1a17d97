//! `/reseller/brand`: the draft, its preview, and publishing it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    contrast::ContrastPanel, look::LookPanel, pictures::PicturesPanel, preview::PreviewPanel,
    words::WordsPanel,
};
use crate::{
    components::{ButtonLink, Moment, Notice, PostForm, StatusBadge, SubmitButton, form::failure},
    pages::answer::answer,
    server_fns::{
        brand,
        brand::{Discard, Publish},
    },
    shared::brand::{LegalPage, Studio},
};

/// What a page that did something says, by the word in its address.
pub fn done(word: &str) -> Option<&'static str> {
    Some(match word {
        "look" | "words" | "picture" | "pictures" => {
            "Saved in the draft. Your shop looks as before until you publish."
        }
        "legal" => "The page is saved in the draft. Your shop shows it when you publish.",
        "legal_removed" => "The page is taken out of the draft. Your shop shows it until you publish.",
        "published" => "Published. Your shop, mails and pages look like this now.",
        "discarded" => "The draft is gone. Your shop looks as before.",
        "restored" => "The version is back. Your shop looks like it now.",
        _ => return None,
    })
}

/// The studio.
#[component]
pub fn StudioPage() -> impl IntoView {
    view! {
        <Title text="Brand"/>
        {Suspend::new(async move { answer(brand::studio().await, show) })}
    }
}

fn show(studio: Studio) -> impl IntoView {
    let query = use_query_map().get_untracked();
    let saved = query.get("saved").unwrap_or_default();
    let refused = query.get("refused").unwrap_or_default();
    let failed = failure::<Publish>().or_else(failure::<Discard>);
    let notes = studio.contrast.clone();
    view! {
        <header class="surface-head">
            <h1>"Brand"</h1>
            <ButtonLink href="/reseller/brand/history" kind="quiet">"History"</ButtonLink>
        </header>
        {done(&saved).map(|sentence| view! { <Notice kind="good">{sentence}</Notice> })}
        {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        <State studio=studio.clone()/>
        <div class="brand-studio">
            <div class="brand-forms">
                <LookPanel studio=studio.clone()/>
                <WordsPanel studio=studio.clone()/>
                <PicturesPanel studio=studio.clone() refused/>
                <LegalPanel pages=studio.words.legal.clone() may_edit=studio.may_edit/>
            </div>
            <div class="brand-side">
                <PreviewPanel/>
                <ContrastPanel notes/>
            </div>
        </div>
    }
}

/// Whether there is a draft, and what can be done with it.
#[component]
fn State(studio: Studio) -> impl IntoView {
    let Studio {
        revision,
        is_draft,
        published,
        changed_at,
        changed_by,
        may_edit,
        ..
    } = studio;
    let by = (!changed_by.is_empty()).then(|| format!(" by {changed_by}"));
    let at = changed_at.map(|at| view! { <Moment at/> });
    if !is_draft {
        return view! {
            <section class="panel brand-state">
                <p><StatusBadge label="Published" mood="good"/> {format!(" Version {published}, ")} {at} {by} ". The first change you save begins a draft."</p>
            </section>
        }
        .into_any();
    }
    let discarding = revision.clone();
    view! {
        <section class="panel brand-state">
            <p><StatusBadge label="Draft" mood="attention"/> " Changed " {at} {by} {format!(". Customers see version {published} until you publish.")}</p>
            {may_edit.then(|| view! {
                <div class="brand-actions">
                    <PostForm<Publish>>
                        <input type="hidden" name="revision" value=revision/>
                        <SubmitButton>"Publish the draft"</SubmitButton>
                    </PostForm<Publish>>
                    <details class="brand-discard">
                        <summary class="button button-quiet">"Discard the draft"</summary>
                        <PostForm<Discard>>
                            <p>"Everything changed since version " {published} " is lost, also what others changed."</p>
                            <input type="hidden" name="revision" value=discarding/>
                            <SubmitButton kind="danger">"Discard for good"</SubmitButton>
                        </PostForm<Discard>>
                    </details>
                </div>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn LegalPanel(pages: Vec<LegalPage>, may_edit: bool) -> impl IntoView {
    let row = |page: LegalPage| {
        view! {
            <li class="row">
                <span class="row-main">
                    <a href=format!("/reseller/brand/legal/{}", page.slug)>{page.title}</a>
                    <small>{format!("/legal/{}", page.slug)}</small>
                </span>
            </li>
        }
    };
    view! {
        <section class="panel" id="legal" aria-labelledby="legal-title">
            <h2 id="legal-title">"Legal pages"</h2>
            {if pages.is_empty() {
                view! { <p class="panel-note">"None yet. Most countries want terms, a privacy notice and an imprint."</p> }.into_any()
            } else {
                view! { <ul class="rows">{pages.into_iter().map(row).collect_view()}</ul> }.into_any()
            }}
            {may_edit.then(|| view! { <p><ButtonLink href="/reseller/brand/legal/new" kind="secondary">"Add a page"</ButtonLink></p> })}
        </section>
    }
}
