import { launch } from "@/lib/launch/launch"
import { runProgram } from "@/lib/launch/say"

await runProgram(() => launch(process.argv[2] === "dev" ? "dev" : "start"))
