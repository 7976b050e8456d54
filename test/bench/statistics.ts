/** Small sums over measured figures. */

const sorted = (figures: readonly number[]): number[] => [...figures].sort((a, b) => a - b)

export function median(figures: readonly number[]): number {
  const ordered = sorted(figures)
  const middle = ordered.length >> 1
  return ordered.length % 2 ? ordered[middle]! : (ordered[middle - 1]! + ordered[middle]!) / 2
}

/** The figure below which the given part (0 to 1) lies; NaN of none. */
export function percentile(figures: readonly number[], part: number): number {
  const ordered = sorted(figures)
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * part))] ?? Number.NaN
}

const show = (figure: number): string =>
  Math.abs(figure) >= 100 ? Math.round(figure).toLocaleString('en-US') : String(Number(figure.toPrecision(3)))

/** "median (lowest–highest)". */
export const spread = (figures: readonly number[]): string =>
  `${show(median(figures))} (${show(Math.min(...figures))}–${show(Math.max(...figures))})`
