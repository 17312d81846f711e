import { CodeBlock } from "@/components/ui/copy"
import { ShownOnce } from "@/components/ui/shown-once"
import { useOrigin } from "@/components/ui/use-client-value"
import { api } from "@/lib/platform/paths"

export function TokenShown({ token }: { token: string }) {
  return (
    <div className="flex flex-col gap-3">
      <ShownOnce label="token" value={token} hint="Copy the token now." />
      <p className="text-sm text-muted">Record a deployment with this token:</p>
      <RecordCommand token={token} />
    </div>
  )
}

export function RecordCommand({ token }: { token: string }) {
  const origin = useOrigin()
  const body = JSON.stringify({
    imageTag: "v1.0.0",
    environment: "dev",
    gitCommit: "abc1234",
    gitBranch: "main",
  })
  const command = [
    `curl -X POST ${origin}${api("/platform/deployments")} \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n")
  return <CodeBlock code={command} label="curl command" />
}
