import { launch } from "./launch"
import { runProgram } from "./print"

// `npm start`, and `npm run dev` with the argument dev.
await runProgram(() => launch(process.argv[2] === "dev" ? "dev" : "start"))
