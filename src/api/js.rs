//! JSON and JavaScript values in the page, with the browser's own `JSON`.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A value as JavaScript sees it: plain objects and arrays, absent as `null`.
pub fn value<T: Serialize>(value: &T) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}

/// A value as JSON: two spaces of indent, a line end after the last line. The command line's `json`
/// gives the same octets.
pub fn json<T: Serialize>(value: &T) -> String {
    let text = js_sys::JSON::stringify_with_replacer_and_space(
        &self::value(value),
        &JsValue::NULL,
        &JsValue::from(2),
    );
    let mut text = text.map(String::from).unwrap_or_default();
    text.push('\n');
    text
}
