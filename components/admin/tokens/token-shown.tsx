"use client"

import { useSyncExternalStore } from "react"
import { CodeBlock } from "@/components/ui/code-block"
import { api } from "@/lib/platform/paths"

/** A token that was just made, with a first request to try it on. */
export function TokenShown({ token }: { token: string }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">Copy it now: it is kept nowhere and cannot be shown again.</p>
      <CodeBlock code={token} what="token" />
      <p className="text-sm text-muted">Record a deployment with it:</p>
      <RecordCommand token={token} />
    </div>
  )
}

const noChange = () => () => {}

/** The curl line that records a first deployment at this very address. */
export function RecordCommand({ token }: { token: string }) {
  const origin = useSyncExternalStore(
    noChange,
    () => window.location.origin,
    () => "",
  )
  const body = JSON.stringify({
    imageTag: "v1.0.0",
    environment: "dev",
    gitCommit: "abc1234",
    gitBranch: "main",
  })
  const command = [
    `curl -X POST ${origin}${api.deployments()} \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n")
  return <CodeBlock code={command} what="curl command" />
}
