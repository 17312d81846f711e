import { setTimeout as sleep } from "node:timers/promises"
import { seededRandom } from "@/lib/console/demo/seeded-random"

/** Random decisions of one actor, deterministic for a seed and name. */
export class Dice {
  private readonly random: () => number

  constructor(seed: number, name: string) {
    const mixed = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed)
    this.random = seededRandom(mixed)
  }

  /** A whole number from `least` to `most`. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.random() * (max - min + 1))
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.integer(0, from.length - 1)]
    if (picked === undefined) throw new Error("There is nothing to pick from.")
    return picked
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, place: this.random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ item }) => item)
  }

  /** A random duration from half to one and a half times the given one. */
  async rest(milliseconds: number): Promise<void> {
    await sleep(milliseconds * (0.5 + this.random()))
  }
}
