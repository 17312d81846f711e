import type { NextAuthOptions } from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"
import { v7 as uuidv7 } from "uuid"
import { z } from "zod"
import { clientAddress } from "@/lib/identity/auth/client-address"
import { returnPath } from "@/lib/identity/auth/return-path"
import {
  actorOfUser,
  type SessionClaims,
  sessionClaims,
  sessionSeconds,
  userOfClaims,
} from "@/lib/identity/auth/session"
import { endThisSession } from "@/lib/identity/users/end-sessions"
import { type OidcPerson, readOidcClaims } from "@/lib/identity/users/oidc-claims"
import { signInFailureOf } from "@/lib/identity/users/sign-in-failures"
import { signInWithOidc } from "@/lib/identity/users/sign-in-with-oidc"
import { type Origin, signInWithPassword } from "@/lib/identity/users/sign-in-with-password"
import { oidcSettings, sessionSecret } from "@/lib/platform/env"
import { log } from "@/lib/platform/log"
import { pages, withQuery } from "@/lib/platform/paths"
import { oidcProvider } from "./oidc-provider"

const credentials = z.object({ email: z.string().max(320), password: z.string().max(1000) })

/** The browser: the cookie that it sent, and the account it has signed in to with a password by this request. */
export type Device = { cookie?: string; signedInTo?: string }

/** Made at each request, so that a wrong variable refuses every sign-in instead of switching single sign-on off. */
export function authOptions(origin: Origin, device: Device = {}): NextAuthOptions {
  const oidc = oidcSettings()
  return {
    secret: sessionSecret(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: pages.signIn(), error: pages.signIn(), signOut: pages.signIn() },
    providers: [localAccounts(origin, device), ...(oidc === null ? [] : [oidcProvider(oidc)])],
    callbacks: {
      signIn: ({ user, account, profile }) =>
        account?.provider !== "oidc" ||
        enterByOidc(user, readOidcClaims(profile, oidc?.roleClaim ?? null), origin),
      jwt: ({ token, user }) => (user === undefined ? stillCounting(token) : claimsOf(user)),
      // The console asks /api/v1/users/me; nothing about a person is told here.
      redirect: ({ url, baseUrl }) => baseUrl + returnPath(url, baseUrl),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: ({ token }) => endSession(token, origin) },
    logger: {
      error: (code, metadata) => log.error({ code, err: errorIn(metadata) }, "Sign-in failed"),
      warn: (code) => log.warn({ code }, "Sign-in"),
      debug: () => undefined,
    },
  }
}

function localAccounts(origin: Origin, device: Device) {
  return CredentialsProvider({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(given) {
      const parsed = credentials.safeParse(given)
      if (!parsed.success) return null
      try {
        const claims = await signInWithPassword({ ...parsed.data, deviceCookie: device.cookie }, origin)
        device.signedInTo = parsed.data.email.trim().toLowerCase()
        return asUser(claims)
      } catch (error) {
        const word = signInFailureOf(error)
        if (word === "Callback")
          log.error({ ...origin, err: error }, "A sign-in failed in a way nobody foresaw")
        throw new Error(word)
      }
    },
  })
}

/** Lets in, or answers the way back to the sign-in page with the reason. */
async function enterByOidc(user: object, person: OidcPerson, origin: Origin): Promise<true | string> {
  try {
    Object.assign(user, asUser(await signInWithOidc(person, origin)))
    return true
  } catch (error) {
    return withQuery(pages.signIn(), { error: failureOf(error, origin) })
  }
}

function failureOf(error: unknown, origin: Origin): string {
  const word = signInFailureOf(error)
  if (word === "Callback") log.error({ ...origin, err: error }, "A sign-in failed in a way nobody foresaw")
  return word
}

/** next-auth hands its `user` from the provider to the `jwt` callback; the claims travel in it. */
export function asUser(claims: SessionClaims) {
  return { id: claims.userId, signedInAt: claims.signedInAt }
}

function claimsOf(user: { id: string; signedInAt?: unknown }): SessionClaims {
  return sessionClaims.parse({ userId: user.id, signedInAt: user.signedInAt })
}

/** Throwing makes next-auth delete the cookie instead of renewing it; not while the database is away. */
async function stillCounting(token: unknown): Promise<SessionClaims> {
  const user = await userOfClaims(token).catch(() => "unknown")
  if (user === null) throw new Error("This session is over.")
  return sessionClaims.parse(token)
}

/** next-auth only deletes the cookie: a copy of it must not count on. */
async function endSession(token: unknown, origin: Origin): Promise<void> {
  const user = await userOfClaims(token)
  if (user !== null) await endThisSession(actorOfUser(user, origin), sessionClaims.parse(token))
}

function errorIn(metadata: unknown): unknown {
  if (metadata instanceof Error || typeof metadata !== "object" || metadata === null) return metadata
  return "error" in metadata ? metadata.error : undefined
}

export function originOf(headers: Headers): Origin {
  return { requestId: uuidv7(), address: clientAddress(headers) }
}
