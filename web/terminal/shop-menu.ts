import type { MarketView } from '../../shared/market-view.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import type { Ended } from '../store/send-until-known.ts'
import type { Counter, OperatorCounter } from './counter.ts'
import type { Terminal } from './line-terminal.ts'
import { type Choice, menuLines, parseChoice } from './menu.ts'
import { findProduct, parsePrice, parseQuantity, type Typed } from './typed.ts'
import { notForSale, productList, purchased, refusalText } from './wording.ts'

/**
 * The shop's menu, until 6 is chosen or the input ends. Each choice asks all its questions before it checks any
 * answer, so that piped input can rely on their order.
 */
export class ShopMenu {
  readonly #terminal: Terminal
  readonly #counter: Counter
  /** From the environment, or typed once; forgotten if it is refused. */
  #token: string | null
  #operator: OperatorCounter | null = null
  readonly #actions: Record<Exclude<Choice, 'exit'>, () => Promise<void>> = {
    add: () => this.#add(),
    list: () => this.#list(),
    create: () => this.#create(),
    delete: () => this.#delete(),
    buy: () => this.#buy(),
  }

  constructor(terminal: Terminal, counter: Counter, operatorToken: string | null) {
    this.#terminal = terminal
    this.#counter = counter
    this.#token = operatorToken
  }

  /** Runs until the person leaves. */
  async run(): Promise<void> {
    while (!this.#terminal.hasEnded()) {
      for (const line of menuLines) this.#terminal.say(line)
      const typed = await this.#terminal.ask('Enter your choice: ')
      if (typed === null) return
      const choice = parseChoice(typed)
      if (choice === 'exit') return
      if (choice) await this.#actions[choice]()
      else this.#terminal.say('Invalid option (1-6).')
    }
  }

  async #list(): Promise<void> {
    const seen = await this.#counter.look()
    if (!seen) return
    if (!seen.isLive) this.#terminal.say('The connection is lost; this is what was last known.')
    for (const line of productList(seen.view.products.values(), seen.view)) this.#terminal.say(line)
  }

  async #buy(): Promise<void> {
    const [name, typed] = await this.#askAll('Enter product name: ', 'Enter quantity [1]: ')
    if (name === undefined || typed === undefined) return
    const quantity = this.#understood(parseQuantity(typed, { min: 1, max: limits.quantityMax, otherwise: 1 }))
    const seen = quantity !== null && (await this.#counter.look())
    if (!seen) return
    const product = this.#found(name, seen.view, notForSale)
    if (!product) return
    if (product.stock === 0) return this.#terminal.say(notForSale)
    const ended = await this.#counter.buy([{ productId: product.id, quantity, unitPrice: product.price }])
    if (ended.kind !== 'ok') return this.#explain(ended, seen.view)
    for (const line of purchased(ended.reply.order, seen.view)) this.#terminal.say(line)
  }

  async #add(): Promise<void> {
    const operator = await this.#asOperator()
    const seen = operator && (await operator.look())
    const asked = seen && (await this.#askProduct(seen.view))
    if (!operator || !seen || !asked) return
    const found = findProduct(seen.view.products.values(), asked.name)
    if (found.kind === 'several') return this.#terminal.say(severalText(found.ids))
    const ended =
      found.kind === 'one' ? await restock(operator, found.product, asked) : await operator.create(asked)
    this.#report(ended, 'Product added successfully.', seen.view)
  }

  async #create(): Promise<void> {
    const operator = await this.#asOperator()
    const seen = operator && (await operator.look())
    const asked = seen && (await this.#askProduct(seen.view))
    if (!operator || !seen || !asked) return
    this.#report(await operator.create(asked), 'Product created successfully.', seen.view)
  }

  async #delete(): Promise<void> {
    const operator = await this.#asOperator()
    const seen = operator && (await operator.look())
    const [name] = seen ? await this.#askAll('Enter product name: ') : []
    if (!operator || !seen || name === undefined) return
    const product = this.#found(name, seen.view, 'Product not found.')
    if (product) this.#report(await operator.remove(product), 'Product deleted successfully.', seen.view)
  }

  /** Name, price and quantity; null after a hint if one of them is invalid. */
  async #askProduct({ currencyDigits }: MarketView): Promise<Asked | null> {
    const [name, typedPrice, typedQuantity] = await this.#askAll(
      'Enter product name: ',
      'Enter product price: ',
      'Enter product quantity: ',
    )
    if (name === undefined || typedPrice === undefined || typedQuantity === undefined) return null
    if (name.trim() === '') return this.#unclear('A product needs a name.')
    const price = this.#understood(parsePrice(typedPrice, currencyDigits))
    if (price === null) return null
    const stock = this.#understood(parseQuantity(typedQuantity, { min: 1, max: limits.restockMax }))
    return stock === null ? null : { name: name.trim(), price, stock }
  }

  /** The answers to all questions, in order; none if the input has ended. */
  async #askAll(...prompts: string[]): Promise<string[]> {
    const answers: string[] = []
    for (const prompt of prompts) {
      const answer = await this.#terminal.ask(prompt)
      if (answer === null) return []
      answers.push(answer)
    }
    return answers
  }

  async #asOperator(): Promise<OperatorCounter | null> {
    if (this.#operator) return this.#operator
    this.#token ??= (await this.#terminal.askSecret('Enter operator token: '))?.trim() || null
    if (!this.#token) return this.#unclear('This is for the operator, who has a token.')
    this.#operator = await this.#counter.open(this.#token)
    if (!this.#operator) this.#token = null
    return this.#operator
  }

  #found(name: string, view: MarketView, otherwise: string): Product | null {
    const found = findProduct(view.products.values(), name)
    if (found.kind === 'one') return found.product
    return this.#unclear(found.kind === 'several' ? severalText(found.ids) : otherwise)
  }

  #understood<Value>(typed: Typed<Value>): Value | null {
    return typed.kind === 'understood' ? typed.value : this.#unclear(typed.hint)
  }

  #unclear(hint: string): null {
    this.#terminal.say(hint)
    return null
  }

  #report(ended: Ended<unknown>, success: string, view: MarketView): void {
    if (ended.kind === 'ok') this.#terminal.say(success)
    else this.#explain(ended, view)
  }

  #explain(ended: Exclude<Ended<unknown>, { kind: 'ok' }>, view: MarketView): void {
    const isKnown = ended.kind === 'refused'
    this.#terminal.say(isKnown ? refusalText(ended.refusal, view) : 'It is not known whether this was done.')
  }
}

interface Asked {
  name: string
  price: number
  stock: number
}

/** Restocks a product, and sets the price that was just typed. */
async function restock(operator: OperatorCounter, product: Product, { price, stock }: Asked) {
  if (price !== product.price) {
    const updated = await operator.update(product, { price })
    if (updated.kind !== 'ok') return updated
  }
  return operator.restock(product, stock)
}

const severalText = (ids: number[]): string =>
  `There are several of that name. Please name one by its id: ${ids.map((id) => `#${id}`).join(', ')}.`
