const minute = 60
const hour = 60 * minute
const day = 24 * hour
const widthsSeconds = [
  minute,
  5 * minute,
  15 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  7 * day,
  30 * day,
] as const
const maxSlices = 400

/** The width of a slice in seconds: the finest for which a window has at most 400 slices. */
export function sliceWidthSeconds(from: Date, to: Date): number {
  const seconds = (to.getTime() - from.getTime()) / 1000
  return widthsSeconds.find((width) => seconds / width <= maxSlices) ?? 30 * day
}
