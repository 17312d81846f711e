import { useState } from "react"
import { CodeBlock } from "@/components/ui/copy"
import { ShownOnce } from "@/components/ui/shown-once"
import { Tabs } from "@/components/ui/tabs"
import { nodeSnippet, pythonSnippet } from "@/lib/console/webhooks/verify-snippets"

/** A new secret, which cannot be shown again, and the code that verifies requests with it. */
export function SecretShown({ secret }: { secret: string }) {
  return (
    <div className="flex flex-col gap-3">
      <ShownOnce label="secret" value={secret} hint="Copy the secret to the receiver now." />
      <p className="text-sm text-muted">
        Requests are signed according to Standard Webhooks. Verify them with one of its libraries, or with
        this code:
      </p>
      <VerifySnippets />
    </div>
  )
}

function VerifySnippets() {
  const [language, setLanguage] = useState<"node" | "python">("node")
  return (
    <Tabs
      label="Language"
      value={language}
      onValueChange={setLanguage}
      tabs={[
        { value: "node", label: "Node.js", content: <CodeBlock code={nodeSnippet} label="Node.js code" /> },
        { value: "python", label: "Python", content: <CodeBlock code={pythonSnippet} label="Python code" /> },
      ]}
    />
  )
}
