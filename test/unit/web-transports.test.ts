import { describe, expect, test } from 'vitest'
import { Outage } from '../../web/socket/outage.ts'
import { Transports } from '../../web/socket/transports.ts'

function given(kept: string | null = null) {
  const clock = { ms: 1_000_000 }
  const memory = { text: kept }
  const make = () =>
    new Transports(
      { now: () => clock.ms, schedule: () => ({ cancel() {} }) },
      {
        read: () => memory.text,
        write: (text) => {
          memory.text = text
        },
      },
    )
  const transports = make()
  const fails = () => {
    const { transport } = transports.choose()
    transports.ended(false)
    return transport
  }
  const lives = (ms: number, isCut = true) => {
    const { transport } = transports.choose()
    transports.opened()
    clock.ms += ms
    transports.ended(isCut)
    return transport
  }
  return { clock, memory, transports, fails, lives, make }
}

describe('[G7] the transport of the next connection', () => {
  test('[G7] without WebSockets a page polls at its second try, after waiting 3 s at its first', () => {
    const { transports, fails } = given()
    expect(transports.choose()).toEqual({ transport: 'websocket', timeoutMs: 3_000 })
    transports.ended(false)
    expect(transports.choose().transport).toBe('polling')
    transports.ended(false)
    expect([fails(), fails(), fails(), fails()]).toEqual(['websocket', 'polling', 'websocket', 'polling'])
  })

  test('[G7] if a WebSocket worked before, a server that is down is not taken for a blocking network', () => {
    const { transports, fails, lives } = given()
    expect(lives(60_000)).toBe('websocket')
    expect([fails(), fails(), fails(), fails()]).toEqual(['websocket', 'websocket', 'polling', 'websocket'])
    expect(transports.choose().timeoutMs).toBe(10_000)
    expect(transports.isBlocked).toBe(false)
  })

  test('[G7] WebSockets that are cut repeatedly are given up; those that one side closed are not', () => {
    const { lives } = given()
    expect([lives(5_000), lives(5_000), lives(5_000), lives(5_000)]).toEqual([
      'websocket',
      'websocket',
      'websocket',
      'polling',
    ])
    const calm = given()
    expect([1, 2, 3, 4].map(() => calm.lives(5_000, false))).not.toContain('polling')
    expect([5, 5, 60, 5, 5, 60].map((seconds) => calm.lives(seconds * 1_000))).not.toContain('polling')
  })

  test('[G7] the choice is remembered for ten minutes, even over a reload, until WebSockets work again', () => {
    const { clock, transports, make, fails } = given()
    fails()
    transports.choose()
    transports.opened()
    transports.found('blocked')
    expect(make().choose().transport).toBe('polling')
    clock.ms += 10 * 60_000
    expect(make().choose().transport).toBe('websocket')
    transports.found('blocked')
    transports.found('open')
    expect([transports.choose().transport, make().isBlocked]).toEqual(['websocket', false])
  })

  test('[G7] a wrong memory costs one try', () => {
    const { fails } = given(String(2_000_000))
    expect([fails(), fails(), fails()]).toEqual(['polling', 'websocket', 'polling'])
  })
})

describe('[G7] why there is no connection', () => {
  const whyAfter = (...steps: ('answers' | 'busy' | 'down' | 'unreachable' | 'failed' | 'full')[]) => {
    const outage = new Outage()
    for (const step of steps) {
      if (step === 'failed') outage.failed()
      else if (step === 'full') outage.failed('{"code":4,"message":"Too many connections."}')
      else outage.found(step)
    }
    return outage.why
  }

  test('[G7] the network is blamed only if all transports failed while the server answered', () => {
    expect(whyAfter()).toBe('reconnecting')
    expect(whyAfter('failed')).toBe('reconnecting')
    expect(whyAfter('answers')).toBe('reconnecting')
    expect(whyAfter('failed', 'answers')).toBe('reconnecting')
    expect(whyAfter('answers', 'failed')).toBe('blocked')
    expect(whyAfter('answers', 'failed', 'down')).toBe('down')
    expect(whyAfter('answers', 'failed', 'down', 'answers')).toBe('reconnecting')
    expect(whyAfter('failed', 'unreachable')).toBe('unreachable')
    expect(whyAfter('answers', 'full')).toBe('busy')
    expect(whyAfter('busy')).toBe('busy')
  })
})
