//! Turns amounts into lengths, and a range of amounts into the ticks of an axis.

/// Amounts from `from` to `to` along `span` tenths of a pixel.
pub struct Scale {
    from: i128,
    to: i128,
    span: i64,
}

impl Scale {
    pub fn new(from: i128, to: i128, span: i64) -> Scale {
        Scale { from, to: to.max(from + 1), span }
    }

    /// With zero in it, since the length of a bar is its figure.
    pub fn of_bars(all: impl Iterator<Item = i128> + Clone, span: i64) -> Scale {
        let from = all.clone().min().unwrap_or(0).min(0);
        Scale::new(from, all.max().unwrap_or(0).max(0), span)
    }

    /// How far from the beginning an amount stands.
    pub fn at(&self, amount: i128) -> i64 {
        let (range, span) = (self.to - self.from, i128::from(self.span));
        let distance = (amount - self.from).clamp(0, range);
        i64::try_from((distance * span * 2 + range) / (range * 2)).unwrap_or(self.span)
    }
}

/// An axis: from the first of its ticks to the last.
pub struct Axis {
    pub ticks: Vec<i128>,
    pub step: i128,
}

/// Ticks at round amounts around a range, four to seven of them.
pub fn axis(low: i128, high: i128) -> Axis {
    let wanted = ((high - low) / 5).max(1);
    let mut step = 1;
    'steps: for power in 0..37 {
        for times in [1, 2, 5] {
            step = times * 10_i128.pow(power);
            if step >= wanted {
                break 'steps;
            }
        }
    }
    let first = low.div_euclid(step);
    let last = (-(-high).div_euclid(step)).max(first + 1);
    Axis { ticks: (first..=last).map(|tick| tick * step).collect(), step }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_in_proportion_and_rounded_to_the_nearest_tenth() {
        let scale = Scale::of_bars([300, 150, 1].into_iter(), 2_000);
        assert_eq!([0, 1, 150, 300].map(|amount| scale.at(amount)), [0, 7, 1_000, 2_000]);
        let both = Scale::of_bars([-100, 300].into_iter(), 2_000);
        assert_eq!([-100, 0, 300].map(|amount| both.at(amount)), [0, 500, 2_000]);
        assert_eq!(Scale::of_bars([0].into_iter(), 2_000).at(0), 0, "nothing but zeros");
    }

    #[test]
    fn ticks_are_round_and_hold_the_range() {
        assert_eq!(axis(0, 16_533).ticks, [0, 5_000, 10_000, 15_000, 20_000]);
        assert_eq!(axis(-3, 4).ticks, [-3, -2, -1, 0, 1, 2, 3, 4]);
        assert_eq!(axis(0, 0).ticks, [0, 1]);
        assert_eq!(axis(152, 168).ticks, [150, 155, 160, 165, 170]);
    }
}
