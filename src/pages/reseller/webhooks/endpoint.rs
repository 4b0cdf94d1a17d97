//! One endpoint: its deliveries, its secret, its settings.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    choices::EventChoices,
    secret::NewSecret,
    state_badge::{DeliveryBadge, EndpointBadge},
};
use crate::{
    components::{
        Breadcrumbs, Checkbox, Column, Crumb, EmptyState, Field, ListTable, Moment, Notice, PageHead,
        Pagination, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::{answer, id_in_path},
    server_fns::{
        self,
        webhooks::{Change, Remove, Rotate, SendTest},
    },
    shared::{
        error::AppError,
        ids::WebhookEndpointId,
        paging::Page,
        webhook::{DeliveryRow, EndpointState, EndpointView},
    },
};

/// The endpoint in the address.
#[component]
pub fn EndpointPage() -> impl IntoView {
    let id = id_in_path::<WebhookEndpointId>();
    let after = use_query_map().read_untracked().get("after");
    view! {
        <PageHead title="Endpoint" is_private=true/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => read(id, after).await,
                None => Err(AppError::NotFound),
            };
            answer(read, |(endpoint, secret)| show(endpoint, secret))
        })}
    }
}

/// The endpoint, and its secret when nobody has seen it yet.
async fn read(
    id: WebhookEndpointId,
    after: Option<String>,
) -> Result<(EndpointView, Option<String>), AppError> {
    let endpoint = server_fns::webhooks::endpoint(id, after).await?;
    let secret = if endpoint.is_secret_new && endpoint.may_manage {
        server_fns::webhooks::show_secret(id).await?
    } else {
        None
    };
    Ok((endpoint, secret))
}

fn show(endpoint: EndpointView, secret: Option<String>) -> impl IntoView {
    let path = format!("/reseller/webhooks/{}", endpoint.row.id);
    let trail = vec![Crumb::new("/reseller/webhooks", "Webhooks")];
    let failed = failure::<SendTest>()
        .or_else(failure::<Rotate>)
        .or_else(failure::<Remove>);
    let query = use_query_map();
    let is_saved = query.read_untracked().get("saved").as_deref() == Some("changed");
    let is_first = query.read_untracked().get("after").is_none();
    let (may_manage, deliveries) = (endpoint.may_manage, endpoint.deliveries.clone());
    view! {
        <Breadcrumbs above=trail here=endpoint.row.url.clone()/>
        <header class="surface-head">
            <h1>{endpoint.row.url.clone()}</h1>
            <EndpointBadge row=endpoint.row.clone()/>
        </header>
        {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
        {is_saved.then(|| view! { <Notice kind="good">"The endpoint was saved."</Notice> })}
        {secret.map(|secret| view! { <NewSecret secret/> })}
        {endpoint.row.failing_since.map(|since| view! {
            <Notice kind="warning">"Nothing was taken since " <Moment at=since/> ". After five days the endpoint is turned off."</Notice>
        })}
        <Deliveries deliveries path is_first/>
        {may_manage.then(|| view! { <Settings endpoint=endpoint.clone()/> <Actions endpoint/> })}
    }
}

#[component]
fn Deliveries(deliveries: Page<DeliveryRow>, path: String, is_first: bool) -> impl IntoView {
    let columns = ["Event", "State", "Answer", "Tries", "Created"]
        .map(Column::plain)
        .to_vec();
    let next = deliveries.next.map(|after| format!("{path}?after={after}"));
    let first = (!is_first).then_some(path);
    view! {
        <section class="panel" aria-labelledby="deliveries-title">
            <h2 id="deliveries-title">"Deliveries of the last 30 days"</h2>
            {if deliveries.rows.is_empty() {
                view! {
                    <EmptyState icon="clock" title="Nothing sent yet" text="Send a test event to see that your system takes it."/>
                }
                .into_any()
            } else {
                view! {
                    <ListTable caption="Deliveries" columns>{deliveries.rows.into_iter().map(line).collect_view()}</ListTable>
                    <Pagination first next/>
                }
                .into_any()
            }}
        </section>
    }
}

fn line(row: DeliveryRow) -> impl IntoView {
    let answer = match (row.tries, row.last_status) {
        (_, Some(status)) => status.to_string(),
        (0, None) => "–".to_owned(),
        (_, None) => "No answer".to_owned(),
    };
    view! {
        <tr>
            <td data-label="Event"><a href=format!("/reseller/webhooks/deliveries/{}", row.id)>{row.event}</a></td>
            <td data-label="State"><DeliveryBadge state=row.state/></td>
            <td data-label="Answer">{answer}</td>
            <td data-label="Tries">{row.tries}</td>
            <td data-label="Created"><Moment at=row.created_at/></td>
        </tr>
    }
}

#[component]
fn Settings(endpoint: EndpointView) -> impl IntoView {
    let failed = failure::<Change>();
    let whole = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(|error| error.message());
    let row = endpoint.row;
    view! {
        <section class="panel" aria-labelledby="settings-title">
            <h2 id="settings-title">"Settings"</h2>
            {whole.map(|text| view! { <Notice kind="error">{text}</Notice> })}
            <PostForm<Change> class="surface-form">
                <input type="hidden" name="id" value=row.id.to_string()/>
                <Field
                    label="Address"
                    name="url"
                    kind="url"
                    value=row.url
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "url")
                />
                <EventChoices chosen=row.events error=of_field(failed.as_ref(), "events")/>
                <Checkbox label="Send events to this endpoint" name="is_on" checked={row.state == EndpointState::Active}/>
                <div class="surface-actions"><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<Change>>
        </section>
    }
}

#[component]
fn Actions(endpoint: EndpointView) -> impl IntoView {
    let id = endpoint.row.id.to_string();
    let (of_test, of_secret, of_remove) = (id.clone(), id.clone(), id);
    view! {
        <section class="panel" aria-labelledby="actions-title">
            <h2 id="actions-title">"What you can do"</h2>
            <div class="surface-actions">
                <PostForm<SendTest>>
                    <input type="hidden" name="id" value=of_test/>
                    <SubmitButton kind="secondary">"Send a test event"</SubmitButton>
                </PostForm<SendTest>>
                <PostForm<Rotate>>
                    <input type="hidden" name="id" value=of_secret/>
                    <SubmitButton kind="secondary">"Replace the secret"</SubmitButton>
                </PostForm<Rotate>>
                <PostForm<Remove>>
                    <input type="hidden" name="id" value=of_remove/>
                    <SubmitButton kind="danger">"Remove"</SubmitButton>
                </PostForm<Remove>>
            </div>
            <p>"A replaced secret signs beside the new one for a day. Removing an endpoint removes its deliveries too; what waits is not sent."</p>
            {endpoint.previous_until.map(|until| view! {
                <p>"The secret before the current one signs until " <Moment at=until/> "."</p>
            })}
        </section>
    }
}
