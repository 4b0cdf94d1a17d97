//! Static widgets that know nothing of the business, and the frame around every page. Rendered on the server only.
//!
//! No component names a colour: `style/tokens.css` and the brand's stylesheet do.

pub mod badge;
pub mod breadcrumbs;
pub mod button;
pub mod card;
pub mod chart;
pub mod country_search;
pub mod definition_list;
pub mod empty_state;
pub mod error_panel;
pub mod features;
mod field;
pub mod footer;
pub mod form;
pub mod header;
pub mod icon;
pub mod list_table;
pub mod meter;
pub mod moment;
pub mod money_text;
pub mod notice;
pub mod page;
pub mod pagination;
pub mod place_mark;
pub mod side_nav;
pub mod table;
pub mod text_area;
pub mod timeline;

pub use self::{
    badge::StatusBadge,
    breadcrumbs::{Breadcrumbs, Crumb},
    button::{ButtonLink, SubmitButton},
    card::Card,
    chart::{Chart, Point, Shape, Unit},
    country_search::CountrySearchForm,
    definition_list::{DefinitionList, Fact},
    empty_state::EmptyState,
    error_panel::ErrorPanel,
    features::features,
    field::{Checkbox, Choice, Field, Select},
    footer::Footer,
    form::{KeptForm, PostForm, kept},
    header::Header,
    icon::Icon,
    list_table::{Column, FilterForm, ListTable},
    meter::Meter,
    moment::Moment,
    money_text::MoneyText,
    notice::Notice,
    page::PageHead,
    pagination::Pagination,
    place_mark::{Flag, PlaceMark},
    side_nav::{Place, PlaceGroup, SideNav},
    table::DataTable,
    text_area::TextArea,
    timeline::{Step, Timeline},
};
