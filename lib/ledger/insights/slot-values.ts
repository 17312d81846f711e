/** Integers in ascending order. */
export type Sorted = Uint32Array | Float64Array

/** Larger values take twice the memory, and longer to sort. */
const largest = 2 ** 32

/** Non-negative integers gathered by slot (0 to 65,535), in two arrays however many slots there are. */
export class SlotValues {
  private values: Sorted = new Uint32Array(1024)
  private slots = new Uint16Array(1024)
  private n = 0

  add(slot: number, value: number): void {
    if (this.n === this.slots.length) this.grow()
    if (value >= largest && this.values instanceof Uint32Array) this.values = Float64Array.from(this.values)
    this.values[this.n] = value
    this.slots[this.n++] = slot
  }

  private grow(): void {
    const { values, slots } = this
    this.values = like(values, 2 * values.length)
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
    const bySlot = like(this.values, this.n)
    for (let index = 0; index < this.n; index++)
      bySlot[increment(starts, this.slots[index] ?? 0)] = this.values[index] ?? 0
    const sorted: Sorted[] = []
    const buffer = new Uint32Array(bySlot instanceof Uint32Array ? this.n : 0)
    for (let slot = 0; slot < slotCount; slot++) {
      await pause()
      const values = bySlot.subarray(ends[slot], ends[slot + 1])
      sorted.push(
        values instanceof Uint32Array && values.length >= fewest
          ? sortByDigits(values, buffer)
          : values.sort(),
      )
    }
    return sorted
  }
}

function like(values: Sorted, length: number): Sorted {
  return values instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length)
}

const digitBits = 11
const radix = 2 ** digitBits
/** Fewer values are sorted faster by comparison. */
const fewest = radix / 4

/** Sorts in place, with as much space to spare: several times as fast as the sort of typed arrays. */
function sortByDigits(values: Uint32Array, buffer: Uint32Array): Uint32Array {
  const n = values.length
  let highest = 0
  for (let index = 0; index < n; index++) highest = Math.max(highest, values[index] ?? 0)
  let [from, to] = [values, buffer.subarray(0, n)]
  const starts = new Uint32Array(radix + 1)
  for (let bits = 0; bits < 32 && highest >>> bits > 0; bits += digitBits) {
    starts.fill(0)
    for (let index = 0; index < n; index++)
      increment(starts, (((from[index] ?? 0) >>> bits) & (radix - 1)) + 1)
    for (let digit = 1; digit < radix; digit++)
      starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0)
    for (let index = 0; index < n; index++) {
      const value = from[index] ?? 0
      to[increment(starts, (value >>> bits) & (radix - 1))] = value
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
