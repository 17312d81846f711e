import type { Metadata } from "next"
import { headers } from "next/headers"
import { redirect } from "next/navigation"
import { Mark } from "@/components/layout/wordmark"
import { returnPath } from "@/lib/identity/auth/return-path"
import { userOfSession } from "@/lib/identity/auth/session"
import { signInMessage } from "@/lib/identity/users/sign-in-failures"
import { oidcSettings, publicUrl } from "@/lib/platform/env"
import { SignInForm } from "./sign-in-form"

export const metadata: Metadata = { title: "Sign in" }

type Props = { searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error } = await searchParams
  const returnTo = returnPath(typeof callbackUrl === "string" ? callbackUrl : undefined, publicUrl())
  if ((await userOfSession(await headers())) !== null) redirect(returnTo)
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-6 px-4 py-10">
      <div className="flex flex-col items-center gap-3">
        <Mark size={32} />
        <h1 className="text-lg font-medium">Sign in to Slipway</h1>
      </div>
      <SignInForm
        returnTo={returnTo}
        rejection={typeof error === "string" ? signInMessage(error) : null}
        singleSignOn={oidcSettings() !== null}
      />
    </main>
  )
}
