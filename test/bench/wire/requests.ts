import type { RequestBody } from './masked-frame.ts'

/** What a product of the bench's own market costs. */
export const unitPrice = 1_999

/** How a client may write the same purchase: no way of writing it may cost much more than the plain one. */
export const shapes = {
  plain: (productId: number, price = unitPrice): RequestBody => {
    return (id) =>
      `["purchase:create",{"id":"${id}","lines":[{"productId":${productId},"quantity":1,"unitPrice":${price}}]}]`
  },
  shuffled: (productId: number): RequestBody => {
    return (id) =>
      `["purchase:create",{"lines":[{"unitPrice":${unitPrice},"quantity":1,"productId":${productId}}],"id":"${id}"}]`
  },
  spaced: (productId: number): RequestBody => {
    return (id) =>
      `["purchase:create", { "id": "${id}", "lines": [ { "productId": ${productId}, "quantity": 1, "unitPrice": ${unitPrice} } ] }]`
  },
  /** One character beyond Latin-1 makes the whole text one of two bytes a character. */
  unicode: (productId: number): RequestBody => {
    return (id) =>
      `["purchase:create",{"id":"${id}","lines":[{"product\\u0049d":${productId},"quantity":1,"unitPrice":${unitPrice}}],"note":"für Zoë, 日本"}]`
  },
  extra: (productId: number): RequestBody => {
    return (id) =>
      `["purchase:create",{"source":"app","id":"${id}","lines":[{"productId":${productId},"name":"Bread","quantity":1,"unitPrice":${unitPrice}}],"note":"to go","at":1795377562028}]`
  },
} as const

export type Shape = keyof typeof shapes

/** The echo is sent the plain purchase, under the name that it knows. */
export const echoRequest: RequestBody = (id) => shapes.plain(1)(id).replace('purchase:create', 'buy')

/** The plain request as a program writes it. */
export const plainPurchase = (id: string, productId: number) => ({
  event: 'purchase:create',
  payload: { id, lines: [{ productId, quantity: 1, unitPrice }] },
})
