import { type KeyPurpose, keyFor, keysFor } from "@/lib/platform/env"
import { dayMs } from "@/lib/platform/instant"
import { seal, unseal } from "@/lib/platform/seal"
import { makeSecret } from "@/lib/platform/standard-webhooks"

/** The columns of a secret that signs requests. */
type StoredSecret = {
  sealedSecret: string
  sealedPreviousSecret: string | null
  previousSecretUntil: Date | null
}

/** How long the previous secret stays valid after a rotation, so that there is time to enter the new one elsewhere. */
const overlapMs = dayMs

/** A new secret, with the column to store. */
export function createSecret(purpose: KeyPurpose) {
  const secret = makeSecret()
  return { secret, columns: { sealedSecret: seal(secret, keyFor(purpose)) } }
}

/** A new secret in place of a stored one, with the columns to store. */
export function replaceSecret(purpose: KeyPurpose, { sealedSecret }: Pick<StoredSecret, "sealedSecret">) {
  const { secret, columns } = createSecret(purpose)
  const previousSecretUntil = new Date(Date.now() + overlapMs)
  return { secret, columns: { ...columns, sealedPreviousSecret: sealedSecret, previousSecretUntil } }
}

/** Until when the previous secret is valid; null: there is none. */
export function previousValidUntil({ previousSecretUntil }: StoredSecret, now: Date): Date | null {
  return previousSecretUntil !== null && previousSecretUntil > now ? previousSecretUntil : null
}

/** The valid secrets, the current one first, without those that were sealed with a lost key. */
export function validSecrets(purpose: KeyPurpose, stored: StoredSecret, now: Date): string[] {
  const previous = previousValidUntil(stored, now) && stored.sealedPreviousSecret
  return [stored.sealedSecret, previous].flatMap((sealed) => {
    try {
      return sealed === null ? [] : unseal(sealed, keysFor(purpose))
    } catch {
      return []
    }
  })
}
