//! `/reseller/brand/legal/{slug}`: the text of a legal page in the draft.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::meanwhile::{above, is_stale};
use crate::{
    components::{
        Field, Notice, PostForm, SubmitButton, TextArea,
        form::{failure, kept, of_field},
    },
    pages::answer::answer,
    server_fns::{
        brand,
        brand::{RemoveLegalPage, SaveLegalPage},
    },
    shared::brand::LegalDraft,
};

/// The editor; `new` is a page that is not there yet.
#[component]
pub fn LegalPageEditor() -> impl IntoView {
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    view! {
        <Title text="Legal page"/>
        {Suspend::new(async move { answer(brand::legal_draft(slug).await, show) })}
    }
}

fn show(draft: LegalDraft) -> impl IntoView {
    let LegalDraft {
        revision,
        page,
        may_edit,
    } = draft;
    let failed = failure::<SaveLegalPage>();
    let removal = failure::<RemoveLegalPage>();
    let is_new = page.slug.is_empty();
    let heading = if is_new {
        "New legal page".to_owned()
    } else {
        page.title.clone()
    };
    let removing = (revision.clone(), page.slug.clone());
    let stale = is_stale(failed.as_ref());
    // A long text does not fit into what a browser keeps for a refused form; its own history has it.
    let is_lost = failed.is_some() && kept("page_body").is_none();
    let title_error = of_field(failed.as_ref(), "page_title");
    let slug_error = of_field(failed.as_ref(), "slug");
    let body_error = of_field(failed.as_ref(), "page_body");
    let saved_body = page.body.clone();
    view! {
        <p class="back"><a href="/reseller/brand#legal">"Brand"</a></p>
        <header class="surface-head"><h1>{heading}</h1></header>
        {above(failed.as_ref())}
        {above(removal.as_ref())}
        {is_lost.then(|| view! { <Notice kind="warning">"Your text was too long to bring back here. Go back in your browser to copy it; below is what is saved now."</Notice> })}
        <section class="panel">
            <PostForm<SaveLegalPage> class="form">
                <fieldset class="brand-fields" disabled=!may_edit>
                    <input type="hidden" name="revision" value=revision/>
                    <Field label="Title" name="page_title" value=page.title required=true maxlength=80 error=title_error/>
                    {if is_new {
                        view! {
                            <input type="hidden" name="is_new" value="true"/>
                            <Field label="Address" name="slug" required=true maxlength=40 hint="Letters a to z and hyphens, such as refund-policy: the page is at /legal/refund-policy." error=slug_error/>
                        }
                        .into_any()
                    } else {
                        view! { <input type="hidden" name="slug" value=page.slug/> }.into_any()
                    }}
                    <TextArea
                        label="Text"
                        name="page_body"
                        value=page.body
                        rows=24
                        maxlength=40_000
                        required=true
                        hint="Plain text. An empty line begins a paragraph; a line that begins with # is a heading."
                        error=body_error
                    />
                    <SubmitButton>"Save in the draft"</SubmitButton>
                </fieldset>
            </PostForm<SaveLegalPage>>
            {(stale && !is_lost).then(|| view! {
                <details open>
                    <summary>"The text as it is saved now"</summary>
                    <pre class="brand-text">{saved_body}</pre>
                </details>
            })}
        </section>
        {(may_edit && !is_new).then(|| view! {
            <section class="panel">
                <h2>"Take the page out"</h2>
                <p>"It leaves the shop when you publish. Earlier versions of the brand keep it."</p>
                <PostForm<RemoveLegalPage>>
                    <input type="hidden" name="revision" value=removing.0/>
                    <input type="hidden" name="slug" value=removing.1/>
                    <SubmitButton kind="danger">"Take it out of the draft"</SubmitButton>
                </PostForm<RemoveLegalPage>>
            </section>
        })}
    }
}
