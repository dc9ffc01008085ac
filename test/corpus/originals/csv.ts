export const csvOriginals = new Map<string, Buffer>([
  ['m.csv', Buffer.from('id,a,b,label\nx,1.5,-2e3,cat\ny,,4,dog\n"z ""1""",0.25,inf,cat\n')],
  ['m.tsv', Buffer.from('\ufeff1,5\t2\r\n3\t4,25\r\n')],
]);
