import { serverAddress } from './address.ts'
import { openCounter } from './counter.ts'
import { LineTerminal } from './line-terminal.ts'
import { ShopMenu } from './shop-menu.ts'

/**
 * `npm run shop`: the market on a console, as a menu. The server is the first argument, `SOUK_URL`, or this machine's `PORT`; the operator's
 * token can be set in `SOUK_OPERATOR_TOKEN`. Exits with 0 on choice 6, at the end of the input and on Ctrl-C.
 */

/** How long to wait for a server that does not answer after piped input has ended; a person presses Ctrl-C. */
const endedPatienceMs = 30_000

const left = new AbortController()

function leave(): void {
  left.abort()
  terminal.close()
}

const terminal = new LineTerminal({
  input: process.stdin,
  output: process.stdout,
  onInterrupt: leave,
  onEnd: () => setTimeout(leave, endedPatienceMs).unref(),
})
process.once('SIGINT', leave)
process.once('SIGTERM', leave)

try {
  const url = serverAddress(process.argv[2], process.env)
  const counter = openCounter({ url, say: (line) => terminal.say(line), left: left.signal })
  await new ShopMenu(terminal, counter, process.env.SOUK_OPERATOR_TOKEN || null).run()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
leave()
