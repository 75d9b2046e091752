//! What may stand in a published drawing: elements, attributes, properties and functions of styles, as tables.
//!
//! They hold what drawing programs, office programs, maps and charts write for a still picture (SVG 1.1 and 2, Filter
//! Effects, CSS Masking), and the movements of SVG that cannot change an address. Whatever is not here is left out.

/// How the value of an attribute is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Any text: names, words for readers, numbers of a shape.
    Free,
    /// As the value of a property in a style: no function that is not known, no address but a part of this drawing.
    Value,
    /// A list of declarations.
    Style,
    /// An address; which ones depends on the element.
    Address,
    /// The name of an attribute that moves: one whose rule is `Free` or `Value`.
    Moves,
}

/// Elements of the namespace of SVG.
pub const ELEMENTS: &[&str] = &[
    "a",
    "animate",
    "animateMotion",
    "animateTransform",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "mpath",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "set",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// Elements whose text is read or shown.
pub const WITH_TEXT: &[&str] = &["a", "desc", "text", "textPath", "title", "tspan"];

/// Elements that move an attribute.
pub const MOVING: &[&str] = &["animate", "animateTransform", "set"];

/// Elements that drawing programs write and browsers do not show.
#[rustfmt::skip]
pub const UNSEEN: &[&str] = &[
    "aipgf", "altGlyphDef", "color-profile", "flowDiv", "flowLine", "flowPara", "flowRegion", "flowRegionExclude",
    "flowRoot", "flowSpan", "font", "font-face", "glyph", "hkern", "metadata", "missing-glyph", "pgf", "pgfRef",
    "vkern",
];

/// Attributes without a prefix.
#[rustfmt::skip]
pub const ATTRIBUTES: &[(&str, Rule)] = {
    use Rule::{Address, Free, Moves, Style, Value};
    &[
        ("accumulate", Free), ("additive", Free), ("alignment-baseline", Value), ("amplitude", Value),
        ("aria-describedby", Free), ("aria-hidden", Free), ("aria-label", Free), ("aria-labelledby", Free),
        ("attributeName", Moves), ("attributeType", Free), ("azimuth", Value), ("baseFrequency", Value),
        ("baseProfile", Free), ("baseline-shift", Value), ("begin", Free), ("bias", Value), ("by", Value),
        ("calcMode", Free), ("class", Free), ("clip", Value), ("clip-path", Value), ("clip-rule", Value),
        ("clipPathUnits", Free), ("color", Value), ("color-interpolation", Value),
        ("color-interpolation-filters", Value), ("color-rendering", Value), ("cx", Value), ("cy", Value), ("d", Free),
        ("diffuseConstant", Value), ("dir", Free), ("direction", Value), ("display", Value), ("divisor", Value),
        ("dominant-baseline", Value), ("dur", Free), ("dx", Value), ("dy", Value), ("edgeMode", Free),
        ("elevation", Value), ("end", Free), ("exponent", Value), ("fill", Value), ("fill-opacity", Value),
        ("fill-rule", Value), ("filter", Value), ("filterUnits", Free), ("flood-color", Value),
        ("flood-opacity", Value), ("focusable", Free), ("font", Value), ("font-family", Value),
        ("font-feature-settings", Value), ("font-kerning", Value), ("font-size", Value), ("font-size-adjust", Value),
        ("font-stretch", Value), ("font-style", Value), ("font-variant", Value), ("font-weight", Value), ("fr", Value),
        ("from", Value), ("fx", Value), ("fy", Value), ("glyph-orientation-horizontal", Value),
        ("glyph-orientation-vertical", Value), ("gradientTransform", Value), ("gradientUnits", Free),
        ("height", Value), ("href", Address), ("id", Free), ("image-rendering", Value), ("in", Free), ("in2", Free),
        ("intercept", Value), ("isolation", Value), ("k1", Value), ("k2", Value), ("k3", Value), ("k4", Value),
        ("kernelMatrix", Value), ("kernelUnitLength", Value), ("kerning", Value), ("keyPoints", Free),
        ("keySplines", Free), ("keyTimes", Free), ("lang", Free), ("lengthAdjust", Free), ("letter-spacing", Value),
        ("lighting-color", Value), ("limitingConeAngle", Value), ("line-height", Value), ("marker", Value),
        ("marker-end", Value), ("marker-mid", Value), ("marker-start", Value), ("markerHeight", Value),
        ("markerUnits", Free), ("markerWidth", Value), ("mask", Value), ("mask-type", Value),
        ("maskContentUnits", Free), ("maskUnits", Free), ("max", Free), ("media", Free), ("method", Free),
        ("min", Free), ("mix-blend-mode", Value), ("mode", Free), ("numOctaves", Value), ("offset", Value),
        ("opacity", Value), ("operator", Free), ("order", Value), ("orient", Free), ("origin", Free),
        ("overflow", Value), ("paint-order", Value), ("path", Free), ("pathLength", Value),
        ("patternContentUnits", Free), ("patternTransform", Value), ("patternUnits", Free), ("pointer-events", Value),
        ("points", Free), ("pointsAtX", Value), ("pointsAtY", Value), ("pointsAtZ", Value), ("preserveAlpha", Free),
        ("preserveAspectRatio", Free), ("primitiveUnits", Free), ("r", Value), ("radius", Value), ("refX", Value),
        ("refY", Value), ("repeatCount", Free), ("repeatDur", Free), ("requiredExtensions", Free),
        ("requiredFeatures", Free), ("restart", Free), ("result", Free), ("role", Free), ("rotate", Value),
        ("rx", Value), ("ry", Value), ("scale", Value), ("seed", Value), ("shape-rendering", Value), ("side", Free),
        ("slope", Value), ("spacing", Free), ("specularConstant", Value), ("specularExponent", Value),
        ("spreadMethod", Free), ("startOffset", Value), ("stdDeviation", Value), ("stitchTiles", Free),
        ("stop-color", Value), ("stop-opacity", Value), ("stroke", Value), ("stroke-dasharray", Value),
        ("stroke-dashoffset", Value), ("stroke-linecap", Value), ("stroke-linejoin", Value),
        ("stroke-miterlimit", Value), ("stroke-opacity", Value), ("stroke-width", Value), ("style", Style),
        ("surfaceScale", Value), ("systemLanguage", Free), ("tabindex", Free), ("tableValues", Value),
        ("target", Free), ("targetX", Value), ("targetY", Value), ("text-anchor", Value), ("text-decoration", Value),
        ("text-rendering", Value), ("textLength", Value), ("title", Free), ("to", Value), ("transform", Value),
        ("transform-origin", Value), ("type", Free), ("unicode-bidi", Value), ("values", Value),
        ("vector-effect", Value), ("version", Free), ("viewBox", Free), ("visibility", Value), ("width", Value),
        ("word-spacing", Value), ("writing-mode", Value), ("x", Value), ("x1", Value), ("x2", Value),
        ("xChannelSelector", Free), ("y", Value), ("y1", Value), ("y2", Value), ("yChannelSelector", Free),
        ("z", Value), ("zoomAndPan", Free),
    ]
};

/// Properties that stand in styles and are no attributes.
pub const PROPERTIES: &[&str] = &[
    "background",
    "background-color",
    "background-image",
    "background-position",
    "background-repeat",
    "background-size",
    "font-optical-sizing",
    "font-synthesis",
    "font-variant-caps",
    "font-variant-east-asian",
    "font-variant-ligatures",
    "font-variant-numeric",
    "font-variant-position",
    "font-variation-settings",
    "text-align",
    "text-decoration-color",
    "text-decoration-line",
    "text-decoration-style",
    "text-indent",
    "text-orientation",
    "text-transform",
    "transform-box",
    "translate",
    "white-space",
];

/// Functions in values, in lower case; `url` has a rule of its own.
#[rustfmt::skip]
pub const FUNCTIONS: &[&str] = &[
    "abs", "acos", "asin", "atan", "atan2", "blur", "brightness", "calc", "circle", "clamp", "color", "color-mix",
    "conic-gradient", "contrast", "cos", "drop-shadow", "ellipse", "exp", "grayscale", "hsl", "hsla", "hue-rotate",
    "hwb", "hypot", "icc-color", "inset", "invert", "lab", "lch", "light-dark", "linear-gradient", "log", "matrix",
    "matrix3d", "max", "min", "mod", "oklab", "oklch", "opacity", "path", "perspective", "polygon", "pow",
    "radial-gradient", "rect", "rem", "rgb", "rgba", "rotate", "rotate3d", "rotatex", "rotatey", "rotatez", "round",
    "saturate", "scale", "scale3d", "scalex", "scaley", "scalez", "sepia", "sign", "sin", "skew", "skewx", "skewy",
    "sqrt", "tan", "translate", "translate3d", "translatex", "translatey", "translatez", "var", "xywh",
];

/// Kinds of pictures that may stand inside a drawing.
pub const EMBEDDED: &[&str] = &["png", "jpeg", "jpg", "gif", "webp"];

/// Namespaces of the W3C in which programs keep what they need themselves.
pub const OF_PROGRAMS: &[&str] = &["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/xmlns/"];

/// Rules of style sheets that change nothing on a screen.
pub const UNSEEN_RULES: &[&str] = &["@charset", "@namespace", "@page"];

/// Properties of drawing programs that no browser knows: how they begin.
const UNSEEN_PROPERTIES: &[&str] = &["-inkscape-", "shape-inside", "shape-margin", "shape-padding", "shape-subtract"];

/// Whether a property says something only to the program that wrote it.
pub fn is_unseen_property(name: &str) -> bool {
    UNSEEN_PROPERTIES.iter().any(|begin| name.starts_with(begin))
}

/// Whether an attribute without a prefix holds notes: draw.io keeps the whole drawing in one.
pub fn is_note(name: &str) -> bool {
    name == "content" || name.starts_with("data-")
}

pub fn attribute(name: &str) -> Option<Rule> {
    ATTRIBUTES.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|index| ATTRIBUTES[index].1)
}

pub fn is_element(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// Whether a declaration of this property may stand in a style.
pub fn is_property(name: &str) -> bool {
    attribute(name) == Some(Rule::Value) || PROPERTIES.binary_search(&name).is_ok()
}

pub fn is_function(name: &str) -> bool {
    FUNCTIONS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_so_that_the_search_finds_them() {
        assert!(ELEMENTS.is_sorted() && PROPERTIES.is_sorted() && FUNCTIONS.is_sorted());
        assert!(ATTRIBUTES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
