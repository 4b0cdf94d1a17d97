//! What people do, from the first click to the books.

mod account_is_closed;
mod brand_studio;
mod customer_buys_a_number;
mod customer_buys_an_esim;
mod customer_tops_up;
mod killed_anywhere;
mod killed_while_refunding;
mod kite_collects_by_itself;
mod many_buy_at_once;
mod operator_decides;
mod operator_steers_providers;
mod provider_misbehaves;
mod refunds;
mod reseller_is_paid;
mod reseller_opens_a_shop;
mod same_click_twice;
mod settlement_by_hand;
mod shop_gets_a_domain;
mod shop_goes_live;
mod shop_is_set_up;
mod staff_come_and_go;
mod staff_help_customers;
mod staff_set_prices;
mod two_shops_two_prices;
mod webhooks_arrive_anyhow;
mod webhooks_go_out;
