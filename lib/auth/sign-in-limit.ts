import { createHmac } from "node:crypto"
import { Prisma } from "@/lib/db/generated/client"
import { apart, db, transaction } from "@/lib/db/transaction"
import { keyFor } from "@/lib/env"
import { DomainError } from "@/lib/errors"
import { networkOf } from "./client-address"
import { tooManySentence } from "./too-many-sign-ins"

const windowMinutes = 15
const failuresAllowed = { account: 5, address: 20 }

type Subject = { key: string; allowed: number }

/** What a try is counted against. The account is what was typed, whether or not there is such an account. */
export type SignInTry = { account: string; address: string | null }

/**
 * Counts a try as failed before the password is looked at, so that a hundred at once are still a hundred; throws a 429
 * with the wait when there were too many for this account or from this place. A success is then taken back by
 * `forgiveSignIn`.
 */
export async function countSignIn(attempt: SignInTry): Promise<void> {
  const subjects = subjectsOf(attempt)
  await apart(() =>
    transaction(async () => {
      for (const { key } of subjects) {
        await db().$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign-in ${key}`}, 0))`
      }
      for (const subject of subjects) await refuseTooMany(subject)
      await db().signInAttempt.createMany({ data: subjects.map(({ key }) => ({ subject: key })) })
      await forgetOld()
    }),
  )
}

/** The account's failures are over and this try was none; other failures from the same place still count. */
export async function forgiveSignIn(attempt: SignInTry): Promise<void> {
  const [account, address] = subjectsOf(attempt)
  if (account !== undefined) await db().signInAttempt.deleteMany({ where: { subject: account.key } })
  if (address === undefined) return
  await db().$executeRaw`DELETE FROM sign_in_attempt WHERE id = (
    SELECT id FROM sign_in_attempt WHERE subject = ${address.key} ORDER BY id DESC LIMIT 1)`
}

/** Account first: every caller locks in the same order. Kept as keyed hashes, since people type passwords into the wrong field. */
function subjectsOf({ account, address }: SignInTry): Subject[] {
  const key = (text: string) => createHmac("sha256", keyFor("sign-in-limit")).update(text).digest("base64url")
  const subjects = [{ key: key(`account ${account.trim().toLowerCase()}`), allowed: failuresAllowed.account }]
  if (address !== null)
    subjects.push({ key: key(`address ${networkOf(address)}`), allowed: failuresAllowed.address })
  return subjects
}

async function refuseTooMany({ key, allowed }: Subject): Promise<void> {
  const window = Prisma.sql`make_interval(mins => ${windowMinutes}::int)`
  const [decisive] = await db().$queryRaw<{ waitSeconds: number }[]>`
    SELECT ceil(extract(epoch FROM failed_at + ${window} - clock_timestamp()))::int AS "waitSeconds"
    FROM sign_in_attempt WHERE subject = ${key} AND failed_at > clock_timestamp() - ${window}
    ORDER BY failed_at DESC OFFSET ${allowed - 1} LIMIT 1`
  if (decisive === undefined) return
  const retryAfterSeconds = Math.max(1, decisive.waitSeconds)
  throw new DomainError("too_many_requests", tooManySentence(retryAfterSeconds), {
    code: "too_many_sign_ins",
    retryAfterSeconds,
  })
}

/** A few old rows each time, so that the table stays small without a job of its own. */
async function forgetOld(): Promise<void> {
  await db().$executeRaw`DELETE FROM sign_in_attempt WHERE id IN (
    SELECT id FROM sign_in_attempt WHERE failed_at < now() - interval '1 day' ORDER BY failed_at LIMIT 100
    FOR UPDATE SKIP LOCKED)`
}
