import { randomBytes, randomInt } from "node:crypto"
import { v7 as uuidv7 } from "uuid"

const drawnAtOnce = 4_096
const bytesEach = 16

/**
 * Generates UUIDs (v7) of one instant in ascending order. Random bytes are drawn in bulk, because one draw per id is
 * slow.
 */
export class RowIds {
  private pool = new Uint8Array()
  private used = 0
  private seq = randomInt(2 ** 30)

  constructor(private readonly now: Date) {}

  next(): string {
    if (this.used === this.pool.length) {
      this.pool = randomBytes(drawnAtOnce * bytesEach)
      this.used = 0
    }
    const random = this.pool.subarray(this.used, this.used + bytesEach)
    this.used += bytesEach
    return uuidv7({ msecs: this.now.getTime(), seq: this.seq++, random })
  }
}
