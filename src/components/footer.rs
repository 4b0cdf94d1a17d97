//! The bottom of every page: help, the law, and whose shop this is.

use leptos::prelude::*;

use super::icon::Icon;
use crate::shared::brand::Brand;

/// Site footer.
#[component]
pub fn Footer(brand: Brand) -> impl IntoView {
    let Brand {
        name,
        tagline,
        support_email,
        support_url,
        legal_links,
        features,
        ..
    } = brand;
    view! {
        <footer class="site-footer">
            <div class="site-footer-inner">
                <div class="site-footer-about">
                    <p class="site-footer-name">{name.clone()}</p>
                    {(!tagline.is_empty()).then(|| view! { <p>{tagline}</p> })}
                    <p>
                        <a class="with-icon" href=format!("mailto:{support_email}")><Icon name="mail"/> {support_email.clone()}</a>
                    </p>
                </div>
                <nav aria-label="Shop">
                    <h2>"Shop"</h2>
                    <ul>
                        {features.esims.then(|| view! { <li><a href="/esim">"eSIM data plans"</a></li> })}
                        {features.numbers.then(|| view! {
                            <li><a href="/numbers">"Phone numbers"</a></li>
                            <li><a href="/rates">"Prices of calls and messages"</a></li>
                        })}
                        <li><a href="/account">"Your account"</a></li>
                    </ul>
                </nav>
                <nav aria-label="Help">
                    <h2>"Help"</h2>
                    <ul>
                        <li><a href="/help">"Help centre"</a></li>
                        {features.esims.then(|| view! {
                            <li><a href="/help#device">"Is my phone ready?"</a></li>
                            <li><a href="/help#install">"Install an eSIM"</a></li>
                        })}
                        {(!support_url.is_empty()).then(|| view! {
                            <li><a href=support_url rel="noopener">"Support"</a></li>
                        })}
                    </ul>
                </nav>
                {(!legal_links.is_empty()).then(|| view! {
                    <nav aria-label="Legal">
                        <h2>"Legal"</h2>
                        <ul>
                            {legal_links
                                .into_iter()
                                .map(|link| view! { <li><a href=format!("/legal/{}", link.slug)>{link.title}</a></li> })
                                .collect_view()}
                        </ul>
                    </nav>
                })}
            </div>
        </footer>
    }
}
