/** Seconds per unit of the bake time field. */
export const bakeUnits = { s: 1, m: 60, h: 3600, d: 86_400 } as const
export type BakeUnit = keyof typeof bakeUnits

/** `10m`, `2h`; also incomplete input without the number. */
export function isBakeText(text: string): boolean {
  return /^\d*[smhd]$/.test(text)
}

function isUnit(letter: string): letter is BakeUnit {
  return letter in bakeUnits
}

/** The number and the unit of a bake time; `seconds` is null while the number is missing. */
export function readBake(text: string): { amount: string; unit: BakeUnit; seconds: number | null } {
  const amount = text.slice(0, -1)
  const letter = text.slice(-1)
  const unit = isUnit(letter) ? letter : "m"
  return { amount, unit, seconds: amount === "" ? null : Number(amount) * bakeUnits[unit] }
}
