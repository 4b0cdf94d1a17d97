//! `/admin/webhooks`: what vendors sent, what became of it, and what proved nothing.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        Choice, Column, DataTable, EmptyState, Field, FilterForm, ListTable, Moment, Pagination, PostForm,
        Select, StatusBadge, SubmitButton, form::failure,
    },
    pages::{
        admin::saved::{address, asked_for, refused, saved},
        answer::answer,
    },
    server_fns::{self, logs::ReplayEvent},
    shared::{
        error::AppError,
        logs::{EventRow, RejectionRow},
        paging::Page,
    },
};

const HERE: &str = "/admin/webhooks";

/// The log.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let (outcome, event, after) = (asked_for("outcome"), asked_for("event"), asked_for("after"));
    view! {
        <Title text="Webhooks"/>
        {Suspend::new(async move {
            let read = read(outcome.clone(), event.clone(), after.clone()).await;
            answer(read, move |found| show(found, outcome, event, after))
        })}
    }
}

type Found = (Page<EventRow>, Vec<RejectionRow>);

async fn read(outcome: String, event: String, after: String) -> Result<Found, AppError> {
    let events = server_fns::logs::event_log(Some(outcome), Some(event), Some(after)).await?;
    Ok((events, server_fns::logs::rejections().await?))
}

fn show((page, rejected): Found, outcome: String, event: String, after: String) -> impl IntoView {
    let fields = [("outcome", outcome.as_str()), ("event", event.as_str())];
    let next = page
        .next
        .as_deref()
        .map(|next| address(HERE, &[fields[0], fields[1], ("after", next)]));
    let first = (!after.is_empty()).then(|| address(HERE, &fields));
    let is_filtered = !outcome.is_empty() || !event.is_empty();
    let outcomes = vec![
        Choice::new("", "All"),
        Choice::new("received", "Not processed yet"),
        Choice::new("applied", "Applied"),
        Choice::new("unchanged", "Changed nothing"),
        Choice::new("unknown", "Unknown payment"),
        Choice::new("ignored", "Ignored"),
    ];
    let is_empty = page.rows.is_empty();
    view! {
        <header class="surface-head">
            <h1>"Webhooks"</h1>
            <p>"Events with a true signature. Processing one again only asks the vendor again: nothing is credited twice."</p>
        </header>
        {saved(|word| (word == "replayed").then(|| "The event is processed again in a moment. Reload to see what became of it.".to_owned()))}
        {refused(failure::<ReplayEvent>().as_ref())}
        <FilterForm path=HERE is_filtered>
            <Select label="Outcome" name="outcome" value=outcome choices=outcomes/>
            <Field label="Vendor's id" name="event" value=event maxlength=200/>
        </FilterForm>
        {is_empty.then(|| view! { <EmptyState icon="download" title="No event" text="No event fits."/> })}
        {(!is_empty).then(|| view! {
            <div class="console-list">
                <ListTable
                    caption="Events"
                    columns=vec![
                        Column::plain("Received"),
                        Column::plain("Event"),
                        Column::plain("Outcome"),
                        Column::number("Bytes"),
                        Column::number("Deliveries"),
                        Column::plain("Again"),
                    ]
                >
                    {page.rows.into_iter().map(row).collect_view()}
                </ListTable>
            </div>
        })}
        <Pagination first next/>
        {(!rejected.is_empty()).then(|| rejections(rejected))}
    }
}

fn row(row: EventRow) -> impl IntoView {
    let (label, mood) = match row.outcome.as_str() {
        "applied" => ("Applied", "good"),
        "received" => ("Not processed yet", "waiting"),
        "unchanged" => ("Changed nothing", "quiet"),
        "ignored" => ("Ignored", "quiet"),
        _ => ("Unknown payment", "bad"),
    };
    view! {
        <tr>
            <td data-label="Received"><Moment at=row.received_at/></td>
            <td data-label="Event"><code>{row.event_id}</code> <small class="console-below">{row.provider} " · verified"</small></td>
            <td data-label="Outcome"><StatusBadge label mood/> <small class="console-below">{row.detail}</small></td>
            <td data-label="Bytes" class="number">{row.size_bytes.to_string()}</td>
            <td data-label="Deliveries" class="number">{row.deliveries.to_string()}</td>
            <td data-label="Again">
                <PostForm<ReplayEvent>>
                    <input type="hidden" name="id" value=row.id.to_string()/>
                    <SubmitButton kind="secondary">"Process again"</SubmitButton>
                </PostForm<ReplayEvent>>
            </td>
        </tr>
    }
}

fn rejections(rows: Vec<RejectionRow>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="rejected-title">
            <h2 id="rejected-title">"Not verified"</h2>
            <p>"Requests that did not prove to come from a vendor. They changed nothing and their text is not kept; at most a hundred an hour are listed."</p>
            <DataTable caption="Requests that were not verified" columns=vec!["Received", "Vendor", "Why", "Bytes"]>
                {rows.into_iter().map(|row| view! {
                    <tr>
                        <td data-label="Received"><Moment at=row.received_at/></td>
                        <td data-label="Vendor">{row.provider}</td>
                        <td data-label="Why">{row.reason}</td>
                        <td data-label="Bytes">{row.size_bytes.to_string()}</td>
                    </tr>
                }).collect_view()}
            </DataTable>
        </section>
    }
}
