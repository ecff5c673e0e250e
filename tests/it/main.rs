//! Tests from outside: cases an office could have, the program as it is called, the sample office
//! against figures counted elsewhere, and the direction of the arrows in `src`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod architecture;
mod counting;
mod data;
mod memory;
mod pipeline;
mod readme;
mod requests;
mod robustness;
