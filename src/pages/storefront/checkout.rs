//! `/checkout/plan/{id}` and `/checkout/number/{e164}?country=&kind=`: the price in plain words, then one button.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_params_map, use_query_map},
    location::Url,
};

use crate::{
    components::{
        ButtonLink, Field, Icon, MoneyText, Notice, PageHead, PlaceMark, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        address_book,
        answer::{answer, id_in_path},
        words,
    },
    server_fns::{
        addresses,
        orders::{self, PlaceOrder},
    },
    shared::{
        address::AddressView, error::AppError, ids::PlanId, number::Requirement, order::ItemView,
        price::QuoteView,
    },
};

/// A data plan.
#[component]
pub fn PlanCheckoutPage() -> impl IntoView {
    let id: Option<PlanId> = id_in_path();
    let (here, promo) = (here(), promo());
    view! {
        <PageHead title="Checkout" is_private=true/>
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => orders::quote_plan(id, promo).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, move |quote| show(quote, vec![], here))
            })}
    }
}

/// A phone number.
#[component]
pub fn NumberCheckoutPage() -> impl IntoView {
    let e164 = use_params_map().read_untracked().get("e164").unwrap_or_default();
    let query = use_query_map().read_untracked().clone();
    let (country, kind) = (
        query.get("country").unwrap_or_default(),
        query.get("kind").unwrap_or_default(),
    );
    let (here, promo) = (here(), promo());
    view! {
        <PageHead title="Checkout" is_private=true/>
        {Suspend::new(async move {
                let read = read_number(e164, country, kind, promo).await;
                answer(read, move |(quote, addresses)| show(quote, addresses, here))
             })}
    }
}

/// The price, and the buyer's addresses where one is wanted.
async fn read_number(
    e164: String,
    country: String,
    kind: String,
    promo: Option<String>,
) -> Result<(QuoteView, Vec<AddressView>), AppError> {
    let quote = orders::quote_number(e164, country, kind, promo).await?;
    let addresses = if needs_address(&quote.item) {
        addresses::book().await?.addresses
    } else {
        vec![]
    };
    Ok((quote, addresses))
}

const fn needs_address(item: &ItemView) -> bool {
    matches!(
        item,
        ItemView::Number {
            needs_address: true,
            ..
        }
    )
}

/// This page without the error of an earlier try in its address.
fn here() -> String {
    let path = use_location().pathname.get_untracked();
    let query: Vec<String> = ["country", "kind", "promo"]
        .into_iter()
        .filter_map(|name| {
            use_query_map()
                .read_untracked()
                .get(name)
                .map(|value| format!("{name}={}", Url::escape(&value)))
        })
        .collect();
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// The promotion code in the address.
fn promo() -> Option<String> {
    use_query_map().read_untracked().get("promo")
}

fn show(quote: QuoteView, addresses: Vec<AddressView>, here: String) -> impl IntoView {
    // The page just fixed a new price and read the balance again: what is missing is shown below.
    let failed =
        failure::<PlaceOrder>().filter(|error| !matches!(error, AppError::InsufficientBalance { .. }));
    let needs_address = needs_address(&quote.item);
    let needs_documents = matches!(&quote.item, ItemView::Number { documents, .. } if !documents.is_empty());
    let is_esim = matches!(quote.item, ItemView::Esim { .. });
    let item = quote.item.clone();
    view! {
        <div class="page checkout">
            <header class="page-head"><h1>"Check and buy"</h1></header>
            {failed.map(|error| view! { <Notice kind="error">{error.message()}</Notice> })}
            <div class="checkout-parts">
                <section class="card" aria-labelledby="order-title">
                    <h2 class="card-title" id="order-title">"Your order"</h2>
                    <Item item/>
                    <dl class="price-stack">
                        <div><dt>{if is_esim { "Price, paid once" } else { "First month" }}</dt><dd><MoneyText amount=quote.retail/></dd></div>
                        {discount(&quote)}
                        {quote.monthly.map(|monthly| view! { <div><dt>"Each further month"</dt><dd><MoneyText amount=monthly/></dd></div> })}
                        <div class="price-total"><dt>"To pay now"</dt><dd><MoneyText amount=quote.charged/></dd></div>
                    </dl>
                    <PromoForm quote=quote.clone()/>
                    <p class="fine-print">"This price is fixed until " {quote.expires_at.format("%H:%M UTC").to_string()} ". You never pay more than you see here."</p>
                </section>
                <section class="card" aria-labelledby="pay-title">
                    <h2 class="card-title" id="pay-title">"Pay from your balance"</h2>
                    {if needs_documents {
                        view! { <NeedsDocuments/> }.into_any()
                    } else if needs_address && addresses.is_empty() {
                        view! { <NeedsAddress here/> }.into_any()
                    } else {
                        view! { <Pay quote addresses here/> }.into_any()
                    }}
                </section>
                <section class="checkout-next" aria-labelledby="next-title">
                    <h2 id="next-title">"What happens next"</h2>
                    <ol class="steps">
                        <li><b>"The price is set aside"</b> <span>"from your balance. Nothing is charged yet."</span></li>
                        {if is_esim {
                            view! { <li><b>"The network delivers your eSIM"</b> <span>"usually within a minute. You can close the page meanwhile."</span></li> }.into_any()
                        } else {
                            view! { <li><b>"The number is registered to you"</b> <span>"usually within a minute. You can close the page meanwhile."</span></li> }.into_any()
                        }}
                        <li><b>"Delivered means charged"</b> <span>"If it cannot be delivered, the money is available again at once."</span></li>
                    </ol>
                </section>
            </div>
        </div>
    }
}

/// The line of the code, when it takes something off.
fn discount(quote: &QuoteView) -> Option<impl IntoView + use<>> {
    let code = quote.promo_code.clone()?;
    let off = quote.charged.minus(quote.retail).ok()?;
    Some(view! { <div><dt>"Code " <bdi>{code}</bdi></dt><dd><MoneyText amount=off/></dd></div> })
}

/// A promotion code sends the page's own address with it; nothing is held by looking.
#[component]
fn PromoForm(quote: QuoteView) -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let hidden = ["country", "kind"].into_iter().filter_map(|name| {
        let value = query.get(name)?;
        Some(view! { <input type="hidden" name=name value=value/> })
    });
    let typed = query.get("promo").unwrap_or_default();
    view! {
        <form class="promo-form" method="get" action=use_location().pathname.get_untracked()>
            {hidden.collect_view()}
            <Field label="Promotion code" name="promo" value=typed maxlength=32 error=quote.promo_refusal/>
            <SubmitButton kind="secondary">"Use code"</SubmitButton>
        </form>
    }
}

#[component]
fn Item(item: ItemView) -> impl IntoView {
    let requirements = match &item {
        ItemView::Number {
            country,
            kind,
            capabilities,
            needs_address,
            documents,
            ..
        } => Requirement::of(country.code, *kind, *capabilities, *needs_address, documents),
        ItemView::Esim { .. } => vec![],
    };
    let country = match &item {
        ItemView::Number { country, .. } => Some(country.clone()),
        ItemView::Esim { country, .. } => country.clone(),
    };
    let is_esim = matches!(item, ItemView::Esim { .. });
    view! {
        <div class="checkout-item">
            <PlaceMark country/>
            <div>
                <p class="checkout-item-title"><bdi>{words::item_title(&item)}</bdi></p>
                <p class="muted">{words::item_detail(&item)}</p>
            </div>
        </div>
        {if is_esim {
            view! { <p class="checkout-label"><Icon name="smartphone"/> <span>"Needs a phone with eSIM. " <a href="/help#device">"Check yours"</a></span></p> }.into_any()
        } else {
            view! {
                <ul class="checkout-requirements">
                    {requirements
                        .into_iter()
                        .map(|one| view! { <li class="checkout-label"><Icon name="info"/> <span>{one.words()}</span></li> })
                        .collect_view()}
                </ul>
            }
            .into_any()
        }}
    }
}

#[component]
fn NeedsDocuments() -> impl IntoView {
    view! {
        <Notice kind="warning">
            <b>"This number wants documents. "</b>
            "Numbers that want documents cannot be bought here yet. Nothing was charged."
        </Notice>
        <ButtonLink href="/numbers" kind="secondary">"Find another number"</ButtonLink>
    }
}

#[component]
fn NeedsAddress(here: String) -> impl IntoView {
    view! {
        <Notice kind="warning">
            <b>"This number needs an address. "</b>
            "The law of its country wants to know where its user lives. Nothing is charged until you have chosen one."
        </Notice>
        <ButtonLink href=add_address(&here)>"Add an address and continue"</ButtonLink>
    }
}

fn add_address(here: &str) -> String {
    format!("/account/documents?back={}", Url::escape(here))
}

#[component]
fn Pay(quote: QuoteView, addresses: Vec<AddressView>, here: String) -> impl IntoView {
    let failed = failure::<PlaceOrder>();
    let other = add_address(&here);
    let choices = address_book::choices(&addresses);
    let after = quote.available.minus(quote.charged).ok();
    match quote.missing {
        None => view! {
            <dl class="price-stack">
                <div><dt>"Available"</dt><dd><MoneyText amount=quote.available/></dd></div>
                {after.map(|after| view! { <div><dt>"Left afterwards"</dt><dd><MoneyText amount=after/></dd></div> })}
            </dl>
            <PostForm<PlaceOrder> class="form">
                <input type="hidden" name="quote" value=quote.id.to_string()/>
                <input type="hidden" name="max_price" value=quote.charged.amount()/>
                {(!choices.is_empty()).then(|| view! {
                    <Select
                        label="Address for this number"
                        name="address"
                        choices
                        hint="Passed to the network of this number."
                        error=of_field(failed.as_ref(), "address")
                    />
                    <p class="fine-print"><a href=other>"Add another address"</a></p>
                })}
                <SubmitButton size="large">"Buy for " <MoneyText amount=quote.charged/></SubmitButton>
            </PostForm<PlaceOrder>>
            <p class="fine-print with-icon"><Icon name="lock"/> "Pressed twice, it is still one order."</p>
        }
        .into_any(),
        Some(missing) => {
            let exact = missing.round_up_to_minor().unwrap_or(missing);
            let href = format!("/account/wallet?amount={}&return_to={}", exact.amount(), Url::escape(&here));
            view! {
                <dl class="price-stack">
                    <div><dt>"Available"</dt><dd><MoneyText amount=quote.available/></dd></div>
                    <div class="price-total"><dt>"Missing"</dt><dd><MoneyText amount=exact/></dd></div>
                </dl>
                <ButtonLink href=href size="large">"Add " <MoneyText amount=exact/> " and continue"</ButtonLink>
                <p class="fine-print with-icon"><Icon name="credit-card"/> "You pay by card on a secure page and come back here."</p>
            }
            .into_any()
        }
    }
}
