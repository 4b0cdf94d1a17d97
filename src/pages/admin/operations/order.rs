//! `/admin/orders/{id}`: an order with its price, its money, its provider and what happened.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::kind_in_words;
use crate::{
    components::{
        Breadcrumbs, Column, DefinitionList, Fact, ListTable, Moment, MoneyText, Notice, PostForm,
        StatusBadge, Step, SubmitButton, Timeline, breadcrumbs::Crumb, form::failure,
    },
    pages::{
        answer::{answer, id_in_path},
        words,
    },
    server_fns::{self, operations::AskNow},
    shared::{
        error::AppError,
        operator::{ConsoleOrder, EntryRow, HoldRow, LosingOfferRow},
        price::PriceStack,
    },
};

/// An order of whatever shop.
#[component]
pub fn AdminOrderPage() -> impl IntoView {
    let id = id_in_path();
    let was_asked = use_query_map().read_untracked().get("done").as_deref() == Some("asked");
    view! {
        <Title text="Order"/>
        {Suspend::new(async move {
            let order = match id {
                Some(id) => server_fns::operations::read_order(id).await,
                None => Err(AppError::NotFound),
            };
            answer(order, move |order| show(order, was_asked))
        })}
    }
}

fn show(order: ConsoleOrder, was_asked: bool) -> impl IntoView {
    let state = words::order_state(order.status);
    let is_in_flight = order.status.is_in_flight();
    let refused = failure::<AskNow>().map(|error| view! { <Notice kind="error">{error.message()}</Notice> });
    view! {
        <Breadcrumbs above=vec![Crumb::new("/admin/orders", "Orders")] here=order.id.to_string()/>
        <header class="surface-head">
            <h1>{order.what.clone()}</h1>
            <StatusBadge label=state.label mood=state.mood.as_str()/>
        </header>
        {refused}
        {was_asked.then(|| view! {
            <Notice kind="good">"The next step of this order runs now. Reload in a few seconds to see what came of it."</Notice>
        })}
        {is_in_flight.then(|| view! {
            <section class="panel" aria-labelledby="ask-title">
                <h2 id="ask-title">"In flight"</h2>
                <p class="panel-note">"What was sent is asked about by our reference and never bought again. You can ask now instead of at the next try."</p>
                <PostForm<AskNow>>
                    <input type="hidden" name="id" value=order.id.to_string()/>
                    <SubmitButton>"Ask the provider now"</SubmitButton>
                </PostForm<AskNow>>
            </section>
        })}
        <div class="surface-columns">
            <Facts order=order.clone()/>
            <Price stack=order.stack.clone()/>
        </div>
        <section class="panel" aria-labelledby="timeline-title">
            <h2 id="timeline-title">"What happened"</h2>
            <Timeline>
                {order
                    .timeline
                    .into_iter()
                    .map(|row| view! {
                        <Step title=row.title>
                            <Moment at=row.at/> " " {row.detail} " "
                            {row.amount.map(|amount| view! { <MoneyText amount/> })}
                        </Step>
                    })
                    .collect_view()}
            </Timeline>
        </section>
        <LosingOffers rows=order.losing/>
        <Holds rows=order.holds/>
        <Entries rows=order.entries/>
    }
}

#[component]
fn Facts(order: ConsoleOrder) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">"Order"</h2>
            <DefinitionList>
                <Fact name="Shop">{order.shop}</Fact>
                <Fact name="Customer">{order.customer_email} " " <small><code>{order.customer.to_string()}</code></small></Fact>
                <Fact name="Paid from">{order.payer}</Fact>
                <Fact name="Settlement">{order.settlement_mode.replace('_', " ")}</Fact>
                <Fact name="Provider"><a href=format!("/admin/providers/{}", order.provider)>{order.provider.clone()}</a></Fact>
                <Fact name="Our reference there"><code>{order.reference}</code></Fact>
                <Fact name="Its id there">
                    {match order.provider_id {
                        Some(id) => view! { <code>{id}</code> }.into_any(),
                        None => view! { "nothing delivered" }.into_any(),
                    }}
                </Fact>
                <Fact name="Placed"><Moment at=order.created_at/></Fact>
                <Fact name="Provider first asked">
                    {match order.submitted_at {
                        Some(at) => view! { <Moment at/> }.into_any(),
                        None => view! { "not yet" }.into_any(),
                    }}
                </Fact>
                <Fact name="Asked again">{format!("{} times", order.attempts)}</Fact>
                {order.next_try.map(|at| view! { <Fact name="Next try"><Moment at/></Fact> })}
                {(!order.job_error.is_empty()).then(|| view! { <Fact name="Its job failed"><code>{order.job_error}</code></Fact> })}
                {order.refusal.map(|why| view! { <Fact name="Told to the buyer">{why}</Fact> })}
                {order.refunded.is_positive().then(|| view! { <Fact name="Given back"><MoneyText amount=order.refunded/></Fact> })}
                {order
                    .cases
                    .into_iter()
                    .map(|case| view! {
                        <Fact name=if case.is_open { "Open case" } else { "Closed case" }>
                            <a href=format!("/admin/cases/{}", case.id)>{kind_in_words(&case.kind)}</a>
                        </Fact>
                    })
                    .collect_view()}
            </DefinitionList>
        </section>
    }
}

/// Who else had the number. Nothing of this is shown in a shop.
#[component]
fn LosingOffers(rows: Vec<LosingOfferRow>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="losing-title">
                <h2 id="losing-title">"Other providers of this number"</h2>
                <p class="panel-note">"What they asked when the price was made. Shown to operators only."</p>
                <ListTable
                    caption="Other providers of this number"
                    columns=vec![
                        Column::plain("Provider"),
                        Column::number("Asks first"),
                        Column::number("Asks a month"),
                        Column::number("Our price"),
                        Column::plain("Why not"),
                    ]
                >
                    {rows.into_iter().map(losing_offer).collect_view()}
                </ListTable>
            </section>
        }
    })
}

fn losing_offer(row: LosingOfferRow) -> impl IntoView {
    let why = match row.refused {
        Some(refused) => format!("It said no: {refused}"),
        None if row.needs_address => "It wants an address".into(),
        None => "Not the first choice at its price".into(),
    };
    view! {
        <tr>
            <td data-label="Provider"><a href=format!("/admin/providers/{}", row.provider)>{row.provider.clone()}</a></td>
            <td data-label="Asks first" class="number"><MoneyText amount=row.cost/></td>
            <td data-label="Asks a month" class="number"><MoneyText amount=row.monthly_cost/></td>
            <td data-label="Our price" class="number"><MoneyText amount=row.price/></td>
            <td data-label="Why not">{why}</td>
        </tr>
    }
}

#[component]
fn Price(stack: PriceStack) -> impl IntoView {
    let explained = stack.explain();
    let shares = stack.shares().ok();
    view! {
        <section class="panel" aria-labelledby="price-title">
            <h2 id="price-title">"Price"</h2>
            <DefinitionList>
                <Fact name="The provider asks"><MoneyText amount=stack.provider_cost/></Fact>
                {stack.fx.map(|fx| view! {
                    <Fact name="Exchange rate">{format!("{} of {}, ", fx.rate, fx.source)} <Moment at=fx.as_of/></Fact>
                })}
                <Fact name="Cost"><MoneyText amount=stack.cost/></Fact>
                <Fact name="Platform price"><MoneyText amount=stack.platform_price/></Fact>
                <Fact name="Retail price"><MoneyText amount=stack.retail/></Fact>
                <Fact name="Discount"><MoneyText amount=stack.discount/></Fact>
                <Fact name="Charged"><b><MoneyText amount=stack.charged/></b></Fact>
                <Fact name="Commission">{format!("{} %", stack.commission_percent.normalize())}</Fact>
                {shares.map(|shares| view! {
                    <Fact name="Provider gets"><MoneyText amount=shares.provider/></Fact>
                    <Fact name="Platform keeps"><MoneyText amount=shares.platform/></Fact>
                    <Fact name="Reseller keeps"><MoneyText amount=shares.reseller/></Fact>
                })}
            </DefinitionList>
            <p class="panel-note">{explained}</p>
        </section>
    }
}

#[component]
fn Holds(rows: Vec<HoldRow>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="holds-title">
            <h2 id="holds-title">"Money set aside"</h2>
            <ListTable
                caption="Money set aside"
                columns=vec![
                    Column::plain("Wallet"),
                    Column::plain("State"),
                    Column::plain("From"),
                    Column::plain("Until"),
                    Column::number("Amount"),
                ]
            >
                {rows
                    .into_iter()
                    .map(|hold| view! {
                        <tr>
                            <td data-label="Wallet">{hold.wallet.replace('_', " ")}</td>
                            <td data-label="State"><span class="admin-state">{hold.state}</span></td>
                            <td data-label="From"><Moment at=hold.created_at/></td>
                            <td data-label="Until">
                                {match hold.closed_at {
                                    Some(at) => view! { <Moment at/> }.into_any(),
                                    None => view! { "still set aside" }.into_any(),
                                }}
                            </td>
                            <td data-label="Amount" class="number"><MoneyText amount=hold.amount/></td>
                        </tr>
                    })
                    .collect_view()}
            </ListTable>
        </section>
    }
}

#[component]
fn Entries(rows: Vec<EntryRow>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="booked-title">
            <h2 id="booked-title">"Booked"</h2>
            {if rows.is_empty() {
                view! { <p class="panel-note">"Nothing is booked: money only moves when the order is delivered."</p> }.into_any()
            } else {
                view! {
                    <ListTable
                        caption="Booked entries"
                        columns=vec![
                            Column::plain("Transfer"),
                            Column::plain("Kind"),
                            Column::plain("Account"),
                            Column::plain("When"),
                            Column::number("Amount"),
                        ]
                    >
                        {rows
                            .into_iter()
                            .map(|entry| view! {
                                <tr>
                                    <td data-label="Transfer"><code>{entry.transfer}</code></td>
                                    <td data-label="Kind">{entry.kind.replace('_', " ")}</td>
                                    <td data-label="Account">{entry.account.replace('_', " ")}</td>
                                    <td data-label="When"><Moment at=entry.at/></td>
                                    <td data-label="Amount" class="number"><MoneyText amount=entry.amount/></td>
                                </tr>
                            })
                            .collect_view()}
                    </ListTable>
                }
                .into_any()
            }}
        </section>
    }
}
