"use client"

import dynamic from "next/dynamic"
import { useSessionEnded } from "@/components/layout/session-end"

const SignedOutDialog = dynamic(() => import("@/components/layout/signed-out-dialog"), { ssr: false })

export function SignedOut(props: { email: string }) {
  return useSessionEnded() && <SignedOutDialog {...props} />
}
