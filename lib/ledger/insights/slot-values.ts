/** Integers in ascending order. */
export type Sorted = Float64Array

/** Non-negative integers gathered by slot (0 to 65,535), in two arrays however many slots there are. */
export class SlotValues {
  private values = new Float64Array(1024)
  private slots = new Uint16Array(1024)
  private n = 0

  add(slot: number, value: number): void {
    if (this.n === this.values.length) this.grow()
    this.values[this.n] = value
    this.slots[this.n++] = slot
  }

  private grow(): void {
    const { values, slots } = this
    this.values = new Float64Array(2 * values.length)
    this.slots = new Uint16Array(2 * slots.length)
    this.values.set(values)
    this.slots.set(slots)
  }

  /** The values of each of so many slots. Awaits `pause` in between. */
  async sorted(slotCount: number, pause: () => Promise<void> = async () => undefined): Promise<Sorted[]> {
    const ends = new Uint32Array(slotCount + 1)
    for (let index = 0; index < this.n; index++) increment(ends, (this.slots[index] ?? 0) + 1)
    for (let slot = 1; slot <= slotCount; slot++) ends[slot] = (ends[slot] ?? 0) + (ends[slot - 1] ?? 0)
    const starts = ends.slice()
    await pause()
    const bySlot = new Float64Array(this.n)
    for (let index = 0; index < this.n; index++)
      bySlot[increment(starts, this.slots[index] ?? 0)] = this.values[index] ?? 0
    const sorted: Sorted[] = []
    for (let slot = 0; slot < slotCount; slot++) {
      await pause()
      sorted.push(sort(bySlot.subarray(ends[slot], ends[slot + 1])))
    }
    return sorted
  }
}

const radix = 2048
/** Fewer values are sorted faster by comparison. */
const fewest = radix / 4

/** Sorts in place, digit by digit: four times as fast as the sort of typed arrays. */
function sort(values: Float64Array<ArrayBuffer>): Sorted {
  const n = values.length
  if (n < fewest) return values.sort()
  let [from, to] = [values, new Float64Array(n)]
  let highest = 0
  for (let index = 0; index < n; index++) highest = Math.max(highest, from[index] ?? 0)
  for (let unit = 1; unit <= highest; unit *= radix) {
    const starts = new Uint32Array(radix + 1)
    for (let index = 0; index < n; index++)
      increment(starts, (Math.floor((from[index] ?? 0) / unit) % radix) + 1)
    for (let digit = 1; digit < radix; digit++)
      starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0)
    for (let index = 0; index < n; index++) {
      const value = from[index] ?? 0
      to[increment(starts, Math.floor(value / unit) % radix)] = value
    }
    ;[from, to] = [to, from]
  }
  if (from !== values) values.set(from)
  return values
}

/** Returns what it was. */
function increment(counts: Uint32Array, index: number): number {
  const count = counts[index] ?? 0
  counts[index] = count + 1
  return count
}
