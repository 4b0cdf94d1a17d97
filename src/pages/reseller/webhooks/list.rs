//! The endpoints, and one more.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{choices::EventChoices, state_badge::EndpointBadge};
use crate::{
    components::{
        Column, EmptyState, Field, ListTable, Notice, PageHead, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{self, webhooks::Add},
    shared::webhook::{EndpointList, EndpointRow},
};

/// The list.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    view! {
        <PageHead title="Webhooks" is_private=true/>
        {Suspend::new(async move { answer(server_fns::webhooks::list().await, show) })}
    }
}

fn show(all: EndpointList) -> impl IntoView {
    let EndpointList {
        rows,
        is_room,
        may_manage,
    } = all;
    let is_removed = use_query_map().read_untracked().get("saved").as_deref() == Some("removed");
    let columns = ["Address", "Events", "State"].map(Column::plain).to_vec();
    view! {
        <header class="surface-head">
            <h1>"Webhooks"</h1>
            <p>"We tell your own systems what happened in your shop, signed as the "
                <a href="https://www.standardwebhooks.com" rel="noreferrer">"Standard Webhooks"</a> " say."</p>
        </header>
        {is_removed.then(|| view! { <Notice kind="good">"The endpoint was removed."</Notice> })}
        <section class="panel" aria-label="Endpoints">
            {if rows.is_empty() {
                view! {
                    <EmptyState
                        icon="refresh-cw"
                        title="No endpoints yet"
                        text="Add the address of your system, and it hears of every order, payment and refund."
                    />
                }
                .into_any()
            } else {
                view! { <ListTable caption="Endpoints" columns>{rows.into_iter().map(line).collect_view()}</ListTable> }
                    .into_any()
            }}
        </section>
        {may_manage.then(|| view! { <AddForm is_room/> })}
    }
}

fn line(row: EndpointRow) -> impl IntoView {
    let href = format!("/reseller/webhooks/{}", row.id);
    view! {
        <tr>
            <td data-label="Address"><a href=href>{row.url.clone()}</a></td>
            <td data-label="Events">{row.events.join(", ")}</td>
            <td data-label="State"><EndpointBadge row/></td>
        </tr>
    }
}

#[component]
fn AddForm(is_room: bool) -> impl IntoView {
    let failed = failure::<Add>();
    let whole = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(|error| error.message());
    view! {
        <section class="panel" aria-labelledby="add-title">
            <h2 id="add-title">"Add an endpoint"</h2>
            {whole.map(|text| view! { <Notice kind="error">{text}</Notice> })}
            {if is_room {
                view! {
                    <PostForm<Add> class="surface-form">
                        <Field
                            label="Address"
                            name="url"
                            kind="url"
                            placeholder="https://systems.example.com/hooks"
                            required=true
                            maxlength=500
                            error=of_field(failed.as_ref(), "url")
                        />
                        <EventChoices chosen=vec![] error=of_field(failed.as_ref(), "events")/>
                        <div class="surface-actions"><SubmitButton>"Add endpoint"</SubmitButton></div>
                    </PostForm<Add>>
                }
                .into_any()
            } else {
                view! { <p>"Your shop has ten endpoints, which is the most. Remove one you do not need to add another."</p> }
                    .into_any()
            }}
        </section>
    }
}
