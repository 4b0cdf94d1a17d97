//! One delivery: what was sent, and what was answered.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::state_badge::DeliveryBadge;
use crate::{
    components::{
        Breadcrumbs, Column, Crumb, DefinitionList, Fact, ListTable, Moment, Notice, PageHead, PostForm,
        SubmitButton, form::failure,
    },
    pages::answer::{answer, id_in_path},
    server_fns::{self, webhooks::Replay},
    shared::{
        error::AppError,
        ids::DeliveryId,
        webhook::{DeliveryView, TryRow},
    },
};

/// The delivery in the address.
#[component]
pub fn DeliveryPage() -> impl IntoView {
    let id = id_in_path::<DeliveryId>();
    view! {
        <PageHead title="Delivery" is_private=true/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::webhooks::delivery(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(delivery: DeliveryView) -> impl IntoView {
    let row = delivery.row;
    let trail = vec![
        Crumb::new("/reseller/webhooks", "Webhooks"),
        Crumb::new(format!("/reseller/webhooks/{}", delivery.endpoint), delivery.url),
    ];
    let is_replayed = use_query_map().read_untracked().get("saved").as_deref() == Some("replayed");
    let columns = ["Time", "Status", "Took", "Answer"].map(Column::plain).to_vec();
    let id = row.id.to_string();
    let of_replay = id.clone();
    view! {
        <Breadcrumbs above=trail here=row.event.clone()/>
        <header class="surface-head">
            <h1>{row.event}</h1>
            <DeliveryBadge state=row.state/>
        </header>
        {failure::<Replay>().map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        {is_replayed.then(|| view! { <Notice kind="good">"The event is being sent again. Load this page again to see the answer."</Notice> })}
        <DefinitionList>
            <Fact name="webhook-id"><code>{id}</code></Fact>
            <Fact name="Created"><Moment at=row.created_at/></Fact>
            {row.next_try_at.map(|at| view! { <Fact name="Next try"><Moment at/></Fact> })}
        </DefinitionList>
        <section class="panel" aria-labelledby="tries-title">
            <h2 id="tries-title">"Tries"</h2>
            {if delivery.tried.is_empty() {
                view! { <p>"Not sent yet. Load this page again in a moment."</p> }.into_any()
            } else {
                view! { <ListTable caption="Tries" columns>{delivery.tried.into_iter().map(line).collect_view()}</ListTable> }
                    .into_any()
            }}
            {(delivery.may_manage && delivery.is_replayable).then(|| view! {
                <PostForm<Replay>>
                    <input type="hidden" name="id" value=of_replay/>
                    <SubmitButton kind="secondary">"Send again"</SubmitButton>
                </PostForm<Replay>>
                <p><small>"It keeps its webhook-id, so a system that remembers ids takes it once."</small></p>
            })}
        </section>
        <section class="panel" aria-labelledby="body-title">
            <h2 id="body-title">"What is sent"</h2>
            <pre class="webhook-body" tabindex="0"><code>{delivery.body}</code></pre>
        </section>
    }
}

fn line(row: TryRow) -> impl IntoView {
    let status = row
        .status
        .map_or_else(|| "No answer".to_owned(), |status| status.to_string());
    view! {
        <tr>
            <td data-label="Time"><Moment at=row.at/></td>
            <td data-label="Status">{status}</td>
            <td data-label="Took">{row.duration_ms} " ms"</td>
            <td data-label="Answer"><code>{row.answer}</code></td>
        </tr>
    }
}
