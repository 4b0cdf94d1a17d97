//! The house's rules, read from the code, the database and the built router.

mod company_files;
mod layering;
mod routes;
mod schema;
mod server_functions;
mod settings;
