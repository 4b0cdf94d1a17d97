//! `/admin/cases/{id}`: what is known, what can be done, and who decided.

use chrono::Utc;
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    case_verbs::Verbs,
    words::{Age, kind_in_words, resolution_in_words},
};
use crate::{
    components::{Breadcrumbs, DefinitionList, Fact, Moment, Notice, breadcrumbs::Crumb},
    pages::answer::{answer, id_in_path},
    server_fns,
    shared::{error::AppError, operator::CaseView},
};

/// A case.
#[component]
pub fn AdminCasePage() -> impl IntoView {
    let id = id_in_path();
    view! {
        <Title text="Case"/>
        {Suspend::new(async move {
            let case = match id {
                Some(id) => server_fns::cases::case(id).await,
                None => Err(AppError::NotFound),
            };
            answer(case, show)
        })}
    }
}

fn show(case: CaseView) -> impl IntoView {
    let row = case.row.clone();
    let title = kind_in_words(&row.kind);
    view! {
        <Breadcrumbs above=vec![Crumb::new("/admin/cases", "Cases")] here=row.id.to_string()/>
        <header class="surface-head">
            <h1>{title}</h1>
            {row.closed_at.is_none().then(|| view! { <p>"Open for " <Age since=row.opened_at now=Utc::now()/></p> })}
        </header>
        <Ended case=case.clone()/>
        <section class="panel" aria-labelledby="known-title">
            <h2 id="known-title">"What is known"</h2>
            <p class="admin-summary">{row.summary}</p>
            {case.where_to_look.map(|hint| view! { <p class="panel-note">{hint}</p> })}
            <DefinitionList>
                <Fact name="About"><code>{row.reference}</code></Fact>
                <Fact name="Shop">{row.shop.unwrap_or_else(|| "not known".into())}</Fact>
                {case.order.map(|order| view! {
                    <Fact name="Order"><a href=format!("/admin/orders/{order}")>{order.to_string()}</a></Fact>
                })}
                {case.provider.map(|provider| view! {
                    <Fact name="Provider"><a href=format!("/admin/providers/{provider}")>{provider.clone()}</a></Fact>
                })}
                <Fact name="Opened"><Moment at=row.opened_at/></Fact>
                {case.last_seen_at.map(|at| view! { <Fact name="Last seen"><Moment at/></Fact> })}
                {case
                    .details
                    .into_iter()
                    .map(|(name, text)| view! { <Fact name=name><code>{text}</code></Fact> })
                    .collect_view()}
            </DefinitionList>
        </section>
        <Verbs id=row.id verbs=case.verbs/>
    }
}

/// How it ended.
#[component]
fn Ended(case: CaseView) -> impl IntoView {
    let row = case.row;
    row.closed_at.zip(row.resolution).map(|(at, how)| {
        let by = case.closed_by.unwrap_or_else(|| {
            if how == "gone" {
                "nobody; a later look closed it".into()
            } else {
                "the command line".into()
            }
        });
        view! {
            <Notice kind="good">
                <p><b>{resolution_in_words(&how).to_owned()}</b> ", " <Moment at/> {format!(", by {by}.")}</p>
                <p>{case.resolution_note}</p>
            </Notice>
        }
    })
}
