import { createHmac } from "node:crypto"
import { tooManyMessage } from "@/lib/identity/users/sign-in-failures"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, outsideTransaction, transaction } from "@/lib/platform/db/transaction"
import { keyFor } from "@/lib/platform/env"
import { DomainError } from "@/lib/platform/errors"
import { networkOf } from "./client-address"

const windowMinutes = 15

/**
 * Per account and network, so that failures from elsewhere do not lock a user out; per network, against attacks on many
 * accounts; per account from any network, against distributed attacks. A known device has only its own limit.
 */
const failuresAllowed = { device: 5, accountFromNetwork: 5, network: 20, account: 100 }

type Subject = { key: string; allowed: number }

/** `account`: as typed, whether or not the account exists. `device`: the id of a device known to the account. */
type SignInTry = { account: string; address: string | null; device: string | null }

/**
 * Counts an attempt as failed before the password is checked, so that concurrent attempts cannot exceed the limit.
 * Throws a 429 with the waiting time after too many failures of this account, network or device. `resetSignInFailures` undoes
 * the count after a success.
 */
export async function countSignIn(attempt: SignInTry): Promise<void> {
  const subjects = subjectsOf(attempt)
  await outsideTransaction(() =>
    transaction(async () => {
      for (const { key } of subjects) {
        await db().$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign-in ${key}`}, 0))`
      }
      for (const subject of subjects) await rejectTooMany(subject)
      await db().signInAttempt.createMany({ data: subjects.map(({ key }) => ({ subject: key })) })
    }),
  )
}

/** Deletes the failures of this account from this network, and this attempt from the other counters. */
export async function resetSignInFailures(attempt: SignInTry): Promise<void> {
  const [ownCounter, ...sharedCounters] = subjectsOf(attempt)
  if (ownCounter !== undefined) await db().signInAttempt.deleteMany({ where: { subject: ownCounter.key } })
  for (const { key } of sharedCounters) {
    await db().$executeRaw`DELETE FROM sign_in_attempt WHERE id = (
      SELECT id FROM sign_in_attempt WHERE subject = ${key} ORDER BY id DESC LIMIT 1)`
  }
}

/** In a fixed order, to prevent deadlocks. Stored as keyed hashes, because users type passwords into wrong fields. */
function subjectsOf({ account, address, device }: SignInTry): Subject[] {
  const key = (text: string) => createHmac("sha256", keyFor("sign-in-limit")).update(text).digest("base64url")
  const name = account.trim().toLowerCase()
  if (device !== null) return [{ key: key(`device ${device}`), allowed: failuresAllowed.device }]
  const network = address === null ? "unknown" : networkOf(address)
  return [
    { key: key(`account ${JSON.stringify([name, network])}`), allowed: failuresAllowed.accountFromNetwork },
    { key: key(`account ${name}`), allowed: failuresAllowed.account },
    ...(address === null ? [] : [{ key: key(`address ${network}`), allowed: failuresAllowed.network }]),
  ]
}

async function rejectTooMany({ key, allowed }: Subject): Promise<void> {
  const window = Prisma.sql`make_interval(mins => ${windowMinutes}::int)`
  const [decisive] = await db().$queryRaw<{ waitSeconds: number }[]>`
    SELECT ceil(extract(epoch FROM failed_at + ${window} - clock_timestamp()))::int AS "waitSeconds"
    FROM sign_in_attempt WHERE subject = ${key} AND failed_at > clock_timestamp() - ${window}
    ORDER BY failed_at DESC OFFSET ${allowed - 1} LIMIT 1`
  if (decisive === undefined) return
  const retryAfterSeconds = Math.max(1, decisive.waitSeconds)
  throw new DomainError("too_many_requests", tooManyMessage(retryAfterSeconds), {
    code: "too_many_sign_ins",
    retryAfterSeconds,
  })
}
