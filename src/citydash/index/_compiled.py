"""Made by `python -m citydash.index.compile` from schema.py and queries.py; not written by hand."""

VERSION = 'b7eaf841b69821da'

CREATE = ['CREATE TABLE authorisation ( content INTEGER NOT NULL, id TEXT NOT NULL, position INTEGER, title TEXT, '
 'section INTEGER, PRIMARY KEY (content, id) ) WITHOUT ROWID',
 'CREATE TABLE ceiling ( content INTEGER NOT NULL, department INTEGER NOT NULL, section INTEGER NOT NULL, '
 'year INTEGER NOT NULL, cents INTEGER NOT NULL, PRIMARY KEY (content, department, section, year) ) WITHOUT '
 'ROWID',
 'CREATE TABLE content ( id INTEGER NOT NULL, hash BLOB, kind INTEGER NOT NULL, "key" TEXT, lost INTEGER, '
 'PRIMARY KEY (id) )',
 'CREATE TABLE credit ( content INTEGER NOT NULL, authorisation TEXT NOT NULL, year INTEGER NOT NULL, cents '
 'INTEGER NOT NULL, PRIMARY KEY (content, authorisation, year) ) WITHOUT ROWID',
 'CREATE TABLE cube ( measure INTEGER NOT NULL, town INTEGER NOT NULL, portfolio INTEGER NOT NULL, '
 'department INTEGER NOT NULL, section INTEGER NOT NULL, source INTEGER NOT NULL, certainty INTEGER NOT '
 'NULL, year INTEGER NOT NULL, cents INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (measure, town, '
 'portfolio, department, section, source, certainty, year) ) WITHOUT ROWID',
 'CREATE TABLE department ( content INTEGER NOT NULL, id INTEGER NOT NULL, position INTEGER, name TEXT NOT '
 'NULL, PRIMARY KEY (content, id) ) WITHOUT ROWID',
 'CREATE TABLE fact ( content INTEGER NOT NULL, measure INTEGER NOT NULL, department INTEGER NOT NULL, '
 'section INTEGER NOT NULL, source INTEGER NOT NULL, certainty INTEGER NOT NULL, year INTEGER NOT NULL, '
 'cents INTEGER NOT NULL, PRIMARY KEY (content, measure, department, section, source, certainty, year) ) '
 'WITHOUT ROWID',
 'CREATE TABLE finding ( position INTEGER NOT NULL, path TEXT, code TEXT, keys TEXT, args TEXT, hint TEXT, '
 'PRIMARY KEY (position) )',
 'CREATE TABLE funding ( content INTEGER NOT NULL, id TEXT NOT NULL, position INTEGER, source INTEGER, '
 'section INTEGER, status TEXT, eligible INTEGER, justified INTEGER, requested INTEGER, awarded INTEGER, '
 'expected INTEGER, received INTEGER, applied_on TEXT, acknowledged_on TEXT, awarded_on TEXT, contracted_on '
 'TEXT, starts_on TEXT, spend_by TEXT, claim_by TEXT, PRIMARY KEY (content, id) ) WITHOUT ROWID',
 'CREATE TABLE meta ( "key" TEXT NOT NULL, value BLOB, PRIMARY KEY ("key") ) WITHOUT ROWID',
 'CREATE TABLE milestone ( content INTEGER NOT NULL, id TEXT NOT NULL, position INTEGER, title TEXT NOT '
 'NULL, baseline TEXT, due TEXT, met TEXT, cancelled INTEGER, depends_on TEXT, PRIMARY KEY (content, id) ) '
 'WITHOUT ROWID',
 'CREATE TABLE outline ( content INTEGER NOT NULL, told TEXT, PRIMARY KEY (content) )',
 'CREATE TABLE portfolio ( content INTEGER NOT NULL, title TEXT NOT NULL, pillar TEXT, summary TEXT, PRIMARY '
 'KEY (content) )',
 'CREATE TABLE problem ( content INTEGER NOT NULL, position INTEGER NOT NULL, code TEXT, keys TEXT, args '
 'TEXT, hint TEXT, line INTEGER, "column" INTEGER, PRIMARY KEY (content, position) ) WITHOUT ROWID',
 'CREATE TABLE project ( content INTEGER NOT NULL, "key" TEXT, title TEXT NOT NULL, summary TEXT, status '
 'TEXT, lead INTEGER, manager TEXT, priority INTEGER, start TEXT, "end" TEXT, baseline_start TEXT, '
 'baseline_end TEXT, progress INTEGER, cost_excl_vat INTEGER, vat_refund_share INTEGER, authorisation TEXT, '
 'tags TEXT, depends_on TEXT, more TEXT, search TEXT, investment INTEGER, planned INTEGER, paid INTEGER, '
 'cost INTEGER, cost_next INTEGER, cost_paid INTEGER, cost_paid_next INTEGER, cost_committed INTEGER, '
 'cost_committed_next INTEGER, PRIMARY KEY (content) )',
 'CREATE TABLE revision ( chain INTEGER NOT NULL, at INTEGER NOT NULL, "commit" TEXT, time TEXT, author '
 'TEXT, subject TEXT, counts TEXT, PRIMARY KEY (chain, at) ) WITHOUT ROWID',
 'CREATE TABLE source ( content INTEGER NOT NULL, id INTEGER NOT NULL, position INTEGER, name TEXT NOT NULL, '
 'funder TEXT, siret TEXT, level TEXT, kind TEXT NOT NULL, state_endowment INTEGER, max_rate INTEGER, opens '
 'TEXT, closes TEXT, PRIMARY KEY (content, id) ) WITHOUT ROWID',
 'CREATE TABLE span ( chain INTEGER NOT NULL, path TEXT NOT NULL, content INTEGER NOT NULL, town INTEGER, '
 'portfolio INTEGER, first INTEGER NOT NULL, last INTEGER, PRIMARY KEY (chain, path, content, first) ) '
 'WITHOUT ROWID',
 'CREATE TABLE town ( content INTEGER NOT NULL, name TEXT NOT NULL, insee TEXT, siret TEXT, population '
 'INTEGER, staff_fte INTEGER, operating_revenue INTEGER, currency TEXT, language TEXT, fiscal_year_start '
 'INTEGER, vat_refund_rate INTEGER, own_share_min INTEGER, invented INTEGER, source TEXT, PRIMARY KEY '
 '(content) )',
 'CREATE TABLE uncounted ( chain INTEGER NOT NULL, town INTEGER NOT NULL, content INTEGER NOT NULL, first '
 'INTEGER NOT NULL, last INTEGER, PRIMARY KEY (chain, town, content, first) ) WITHOUT ROWID',
 'CREATE TABLE vote ( content INTEGER NOT NULL, authorisation TEXT NOT NULL, id TEXT NOT NULL, day TEXT, '
 'cents INTEGER NOT NULL, PRIMARY KEY (content, authorisation, id) ) WITHOUT ROWID',
 'CREATE TABLE word ( id INTEGER NOT NULL, text TEXT, PRIMARY KEY (id) )',
 'CREATE UNIQUE INDEX content_hash ON content (hash)',
 'CREATE INDEX revision_commit ON revision ("commit")',
 'CREATE UNIQUE INDEX word_text ON word (text)']

SQL = {'all_hashes': 'SELECT content.hash, content.id FROM content',
 'authorisations': 'SELECT span.town, authorisation.id, authorisation.position, authorisation.title, '
                   'authorisation.section FROM span JOIN authorisation ON authorisation.content = '
                   'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND '
                   'span.portfolio = :portfolio_1 ORDER BY span.town, authorisation.position',
 'broken_paths': 'SELECT span.town, span.path FROM span JOIN content ON content.id = span.content WHERE '
                 'span.chain = :chain AND span.first <= :at AND span.last > :at AND content.kind = :kind_1',
 'budget_of_department': 'SELECT DISTINCT span.path, project."key" FROM span JOIN fact ON fact.content = '
                         'span.content JOIN project ON project.content = span.content WHERE span.chain = '
                         ':chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM '
                         'uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
                         'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > '
                         ':at)) AND span.town = :town AND fact.department = :department ORDER BY span.path, '
                         'project."key"',
 'ceilings': 'SELECT span.town, ceiling.department, ceiling.section, ceiling.year, ceiling.cents FROM span '
             'JOIN ceiling ON ceiling.content = span.content WHERE span.chain = :chain AND span.first <= :at '
             'AND span.last > :at AND span.portfolio = :portfolio_1 ORDER BY span.town',
 'chain_funding': 'SELECT funding.content, funding.source, funding.status, funding.requested, '
                  'funding.awarded, funding.expected, funding.received FROM funding WHERE funding.content IN '
                  '(SELECT span.content FROM span WHERE span.chain = :chain)',
 'chain_kinds': 'SELECT source.content, source.id, source.kind FROM source WHERE source.content IN (SELECT '
                'span.content FROM span WHERE span.chain = :chain AND span.portfolio = :portfolio_1)',
 'chain_outlines': 'SELECT span.town, span.portfolio, span.content, span.first, span.last, outline.told FROM '
                   'span JOIN outline ON outline.content = span.content WHERE span.chain = :chain',
 'chain_projects': 'SELECT span.town, span.portfolio, span.content, span.first, span.last, project."key", '
                   'project.title, project.status, project."end", project.baseline_end, project.cost, '
                   'project.cost_next FROM span JOIN project ON project.content = span.content WHERE '
                   'span.chain = :chain',
 'chain_towns': 'SELECT span.town, span.content, span.first, span.last, town.fiscal_year_start, '
                'town.currency FROM span JOIN town ON town.content = span.content WHERE span.chain = :chain '
                'AND span.portfolio = :portfolio_1 ORDER BY span.town, span.first',
 'chains': 'SELECT revision.chain, max(revision.at) AS max_1 FROM revision GROUP BY revision.chain',
 'claimed_keys': 'SELECT span.town, content."key" FROM span JOIN content ON content.id = span.content WHERE '
                 'span.chain = :chain AND span.first <= :at AND span.last > :at AND content.kind = :kind_1',
 'close_span': 'UPDATE span SET last=:until WHERE span.chain = :of_chain AND span.path = :of_path AND '
               'span.content = :of_content AND span.first = :since',
 'content_places': 'SELECT span.town, span.path, span.content, content."key" FROM span JOIN content ON '
                   'content.id = span.content WHERE span.chain = :chain AND span.first <= :at AND span.last '
                   '> :at AND content.kind = :kind_1 AND content."key" IN (SELECT value FROM '
                   'json_each(:keys) AS anon_1) ORDER BY span.path',
 'contents_in_use': 'SELECT DISTINCT span.content FROM span WHERE span.content IN (SELECT value FROM '
                    'json_each(:contents) AS anon_1)',
 'contents_of_town': 'SELECT DISTINCT span.content, content."key", content.kind FROM span JOIN content ON '
                     'content.id = span.content WHERE span.chain = :chain AND span.first <= :at AND '
                     'span.last > :at AND span.town = :town',
 'counted_projects': 'SELECT span.town, count(*) AS count_1 FROM span JOIN project ON project.content = '
                     'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND '
                     'NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town '
                     '= span.town AND uncounted.content = span.content AND uncounted.first <= :at AND '
                     'uncounted.last > :at)) GROUP BY span.town',
 'counts_at': 'SELECT revision.counts FROM revision WHERE revision.chain = :chain AND revision.at = :at',
 'credits': 'SELECT span.town, credit.authorisation, credit.year, credit.cents FROM span JOIN credit ON '
            'credit.content = span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > '
            ':at AND span.portfolio = :portfolio_1 ORDER BY span.town',
 'cube': 'SELECT cube.town, cube.portfolio, 0, cube.measure, cube.department, cube.section, cube.source, '
         'cube.certainty, cube.year, cube.cents FROM cube WHERE cube.measure IN (SELECT value FROM '
         'json_each(:measures) AS anon_1)',
 'cube_add': 'INSERT INTO cube (measure, town, portfolio, department, section, source, certainty, year, '
             'cents, n) SELECT fact.measure, span.town, span.portfolio, fact.department, fact.section, '
             'fact.source, fact.certainty, fact.year, sum(fact.cents) * 1 AS anon_1, count(*) * 1 AS anon_2 '
             'FROM span JOIN fact ON fact.content = span.content WHERE span.chain = :chain AND span.first <= '
             ':at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = '
             ':chain AND uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first '
             '<= :at AND uncounted.last > :at)) AND span.content IN (SELECT value FROM json_each(:contents) '
             'AS anon_3) GROUP BY span.portfolio * :portfolio_1 + fact.source, fact.department * 16777216 + '
             'fact.year + fact.section * 16384 + fact.certainty * 32768 + fact.measure * 262144, span.town * '
             ':town_1 + 0 ON CONFLICT (measure, town, portfolio, department, section, source, certainty, '
             'year) DO UPDATE SET cents = (cube.cents + excluded.cents), n = (cube.n + excluded.n)',
 'cube_fill': 'INSERT INTO cube (measure, town, portfolio, department, section, source, certainty, year, '
              'cents, n) SELECT fact.measure, span.town, span.portfolio, fact.department, fact.section, '
              'fact.source, fact.certainty, fact.year, sum(fact.cents) * 1 AS anon_1, count(*) * 1 AS anon_2 '
              'FROM span JOIN fact ON fact.content = span.content WHERE span.chain = :chain AND span.first '
              '<= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = '
              ':chain AND uncounted.town = span.town AND uncounted.content = span.content AND '
              'uncounted.first <= :at AND uncounted.last > :at)) GROUP BY span.portfolio * :portfolio_1 + '
              'fact.source, fact.department * 16777216 + fact.year + fact.section * 16384 + fact.certainty * '
              '32768 + fact.measure * 262144, span.town * :town_1 + 0',
 'cube_past': 'SELECT span.town, span.portfolio, 0, fact.measure, fact.department, fact.section, '
              'fact.source, fact.certainty, fact.year, sum(fact.cents) AS sum_1 FROM span JOIN fact ON '
              'fact.content = span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > '
              ':at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND '
              'uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first <= :at '
              'AND uncounted.last > :at)) AND fact.measure IN (SELECT value FROM json_each(:measures) AS '
              'anon_1) GROUP BY span.portfolio * :portfolio_1 + fact.source, fact.department * 16777216 + '
              'fact.year + fact.section * 16384 + fact.certainty * 32768 + fact.measure * 262144, span.town '
              '* :town_1 + 0',
 'cube_sums': 'SELECT cube.town, cube.portfolio, 0, cube.measure, 0, 0, 0, cube.certainty, 0, '
              'sum(cube.cents) AS sum_1 FROM cube WHERE cube.measure IN (SELECT value FROM '
              'json_each(:measures) AS anon_1) GROUP BY cube.town * :town_1 + cube.portfolio, cube.measure * '
              '8 + cube.certainty',
 'cube_sums_past': 'SELECT span.town, span.portfolio, 0, fact.measure, 0, 0, 0, fact.certainty, 0, '
                   'sum(fact.cents) AS sum_1 FROM span JOIN fact ON fact.content = span.content WHERE '
                   'fact.measure IN (SELECT value FROM json_each(:measures) AS anon_1) AND span.chain = '
                   ':chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM '
                   'uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
                   'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at)) '
                   'GROUP BY span.town * :town_1 + span.portfolio, fact.measure * 8 + fact.certainty',
 'cube_take': 'INSERT INTO cube (measure, town, portfolio, department, section, source, certainty, year, '
              'cents, n) SELECT fact.measure, span.town, span.portfolio, fact.department, fact.section, '
              'fact.source, fact.certainty, fact.year, sum(fact.cents) * -1 AS anon_1, count(*) * -1 AS '
              'anon_2 FROM span JOIN fact ON fact.content = span.content WHERE span.chain = :chain AND '
              'span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE '
              'uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = span.content '
              'AND uncounted.first <= :at AND uncounted.last > :at)) AND span.content IN (SELECT value FROM '
              'json_each(:contents) AS anon_3) GROUP BY span.portfolio * :portfolio_1 + fact.source, '
              'fact.department * 16777216 + fact.year + fact.section * 16384 + fact.certainty * 32768 + '
              'fact.measure * 262144, span.town * :town_1 + 0 ON CONFLICT (measure, town, portfolio, '
              'department, section, source, certainty, year) DO UPDATE SET cents = (cube.cents + '
              'excluded.cents), n = (cube.n + excluded.n)',
 'delete_authorisation': 'DELETE FROM authorisation WHERE authorisation.content IN (SELECT value FROM '
                         'json_each(:contents) AS anon_1)',
 'delete_ceiling': 'DELETE FROM ceiling WHERE ceiling.content IN (SELECT value FROM json_each(:contents) AS '
                   'anon_1)',
 'delete_content': 'DELETE FROM content WHERE content.id IN (SELECT value FROM json_each(:contents) AS '
                   'anon_1)',
 'delete_credit': 'DELETE FROM credit WHERE credit.content IN (SELECT value FROM json_each(:contents) AS '
                  'anon_1)',
 'delete_cube': 'DELETE FROM cube',
 'delete_department': 'DELETE FROM department WHERE department.content IN (SELECT value FROM '
                      'json_each(:contents) AS anon_1)',
 'delete_empty_cube': 'DELETE FROM cube WHERE cube.n = :n_1',
 'delete_fact': 'DELETE FROM fact WHERE fact.content IN (SELECT value FROM json_each(:contents) AS anon_1)',
 'delete_findings': 'DELETE FROM finding',
 'delete_funding': 'DELETE FROM funding WHERE funding.content IN (SELECT value FROM json_each(:contents) AS '
                   'anon_1)',
 'delete_milestone': 'DELETE FROM milestone WHERE milestone.content IN (SELECT value FROM '
                     'json_each(:contents) AS anon_1)',
 'delete_outline': 'DELETE FROM outline WHERE outline.content IN (SELECT value FROM json_each(:contents) AS '
                   'anon_1)',
 'delete_portfolio': 'DELETE FROM portfolio WHERE portfolio.content IN (SELECT value FROM '
                     'json_each(:contents) AS anon_1)',
 'delete_problem': 'DELETE FROM problem WHERE problem.content IN (SELECT value FROM json_each(:contents) AS '
                   'anon_1)',
 'delete_project': 'DELETE FROM project WHERE project.content IN (SELECT value FROM json_each(:contents) AS '
                   'anon_1)',
 'delete_revisions_from': 'DELETE FROM revision WHERE revision.chain = :chain AND revision.at >= :at',
 'delete_source': 'DELETE FROM source WHERE source.content IN (SELECT value FROM json_each(:contents) AS '
                  'anon_1)',
 'delete_span': 'DELETE FROM span WHERE span.chain = :chain AND span.path = :path AND span.content = '
                ':content',
 'delete_spans_from': 'DELETE FROM span WHERE span.chain = :chain AND span.first >= :at',
 'delete_town': 'DELETE FROM town WHERE town.content IN (SELECT value FROM json_each(:contents) AS anon_1)',
 'delete_uncounted': 'DELETE FROM uncounted WHERE uncounted.chain = :chain',
 'delete_vote': 'DELETE FROM vote WHERE vote.content IN (SELECT value FROM json_each(:contents) AS anon_1)',
 'departments': 'SELECT span.town, department.id, department.position, department.name FROM span JOIN '
                'department ON department.content = span.content WHERE span.chain = :chain AND span.first <= '
                ':at AND span.last > :at AND span.portfolio = :portfolio_1 ORDER BY span.town, '
                'department.position',
 'due_deadlines': 'SELECT span.town, span.content, funding.id, CASE WHEN (min(coalesce(funding.spend_by, '
                  'funding.claim_by), coalesce(funding.claim_by, funding.spend_by)) >= :today) THEN '
                  'min(coalesce(funding.spend_by, funding.claim_by), coalesce(funding.claim_by, '
                  'funding.spend_by)) ELSE max(coalesce(funding.spend_by, funding.claim_by), '
                  'coalesce(funding.claim_by, funding.spend_by)) END AS anon_1, count(*) OVER () AS anon_2 '
                  'FROM span JOIN funding ON funding.content = span.content WHERE span.chain = :chain AND '
                  'span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE '
                  'uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = '
                  'span.content AND uncounted.first <= :at AND uncounted.last > :at)) AND (:every = :param_1 '
                  'OR (span.town * :town_1 + span.content IN (SELECT value FROM json_each(:chosen) AS '
                  "anon_3)) != :without) AND (funding.status NOT IN ('refused', 'lapsed', 'withdrawn', "
                  "'paid')) AND CASE WHEN (min(coalesce(funding.spend_by, funding.claim_by), "
                  'coalesce(funding.claim_by, funding.spend_by)) >= :today) THEN '
                  'min(coalesce(funding.spend_by, funding.claim_by), coalesce(funding.claim_by, '
                  'funding.spend_by)) ELSE max(coalesce(funding.spend_by, funding.claim_by), '
                  'coalesce(funding.claim_by, funding.spend_by)) END >= :first AND CASE WHEN '
                  '(min(coalesce(funding.spend_by, funding.claim_by), coalesce(funding.claim_by, '
                  'funding.spend_by)) >= :today) THEN min(coalesce(funding.spend_by, funding.claim_by), '
                  'coalesce(funding.claim_by, funding.spend_by)) ELSE max(coalesce(funding.spend_by, '
                  'funding.claim_by), coalesce(funding.claim_by, funding.spend_by)) END < :before ORDER BY '
                  'CASE WHEN (min(coalesce(funding.spend_by, funding.claim_by), coalesce(funding.claim_by, '
                  'funding.spend_by)) >= :today) THEN min(coalesce(funding.spend_by, funding.claim_by), '
                  'coalesce(funding.claim_by, funding.spend_by)) ELSE max(coalesce(funding.spend_by, '
                  'funding.claim_by), coalesce(funding.claim_by, funding.spend_by)) END, span.path, '
                  'funding.position LIMIT :most OFFSET :param_2',
 'due_milestones': 'SELECT span.town, span.content, milestone.id, coalesce(milestone.due, '
                   'milestone.baseline) AS coalesce_1, count(*) OVER () AS anon_1 FROM span JOIN milestone '
                   'ON milestone.content = span.content WHERE span.chain = :chain AND span.first <= :at AND '
                   'span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain '
                   'AND uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first '
                   '<= :at AND uncounted.last > :at)) AND (:every = :param_1 OR (span.town * :town_1 + '
                   'span.content IN (SELECT value FROM json_each(:chosen) AS anon_2)) != :without) AND '
                   'milestone.met IS NULL AND milestone.cancelled = :cancelled_1 AND coalesce(milestone.due, '
                   'milestone.baseline) >= :first AND coalesce(milestone.due, milestone.baseline) < :before '
                   'ORDER BY coalesce(milestone.due, milestone.baseline), span.path, milestone.position '
                   'LIMIT :most OFFSET :param_2',
 'duplicates': 'SELECT span.town, content."key" FROM span JOIN content ON content.id = span.content WHERE '
               'span.chain = :chain AND span.first <= :at AND span.last > :at AND content.kind = :kind_1 '
               'GROUP BY span.town, content."key" HAVING count(*) > :count_1',
 'facts_apart': 'SELECT DISTINCT pair.place, fact.department, fact.section, fact.measure, fact.year, '
                'fact.cents FROM (SELECT pairs."key" AS place, json_extract(pairs.value, \'$[0]\') AS own, '
                "json_extract(pairs.value, '$[1]') AS other FROM json_each(:pairs) AS pairs) AS pair JOIN "
                'fact ON fact.content = pair.own LEFT OUTER JOIN fact AS other ON other.content = pair.other '
                'AND other.measure = fact.measure AND other.department = fact.department AND other.section = '
                'fact.section AND other.source = fact.source AND other.certainty = fact.certainty AND '
                'other.year = fact.year WHERE other.cents IS NOT fact.cents AND fact.measure IN (SELECT '
                'value FROM json_each(:measures) AS anon_1)',
 'facts_of': 'SELECT span.town, span.portfolio, span.path, fact.content, fact.measure, fact.department, '
             'fact.section, fact.source, fact.certainty, fact.year, fact.cents FROM span JOIN fact ON '
             'fact.content = span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > '
             ':at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town '
             '= span.town AND uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last '
             '> :at)) AND span.content IN (SELECT value FROM json_each(:contents) AS anon_1) AND '
             'fact.measure IN (SELECT value FROM json_each(:measures) AS anon_2)',
 'findings': 'SELECT finding.path, finding.code, finding.keys, finding.args, finding.hint FROM finding ORDER '
             'BY finding.position',
 'funding': 'SELECT span.town, funding.content, funding.id, funding.position, funding.source, '
            'funding.section, funding.status, funding.eligible, funding.justified, funding.requested, '
            'funding.awarded, funding.expected, funding.received, funding.applied_on, '
            'funding.acknowledged_on, funding.awarded_on, funding.contracted_on, funding.starts_on, '
            'funding.spend_by, funding.claim_by, span.portfolio FROM span JOIN funding ON funding.content = '
            'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT '
            '(EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town '
            'AND uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at))',
 'funding_apart': 'SELECT DISTINCT pair.place FROM (SELECT pairs."key" AS place, json_extract(pairs.value, '
                  "'$[0]') AS own, json_extract(pairs.value, '$[1]') AS other FROM json_each(:pairs) AS "
                  'pairs) AS pair JOIN funding ON funding.content = pair.own LEFT OUTER JOIN funding AS '
                  'other ON other.content = pair.other AND other.id = funding.id WHERE NOT (other.source IS '
                  'funding.source AND other.section IS funding.section AND other.status IS funding.status '
                  'AND other.eligible IS funding.eligible AND other.justified IS funding.justified AND '
                  'other.requested IS funding.requested AND other.awarded IS funding.awarded AND '
                  'other.expected IS funding.expected AND other.received IS funding.received AND '
                  'other.applied_on IS funding.applied_on AND other.acknowledged_on IS '
                  'funding.acknowledged_on AND other.awarded_on IS funding.awarded_on AND '
                  'other.contracted_on IS funding.contracted_on AND other.starts_on IS funding.starts_on AND '
                  'other.spend_by IS funding.spend_by AND other.claim_by IS funding.claim_by)',
 'funding_dated': 'SELECT span.town, funding.content, funding.id, funding.position, funding.source, '
                  'funding.section, funding.status, funding.eligible, funding.justified, funding.requested, '
                  'funding.awarded, funding.expected, funding.received, funding.applied_on, '
                  'funding.acknowledged_on, funding.awarded_on, funding.contracted_on, funding.starts_on, '
                  'funding.spend_by, funding.claim_by, span.portfolio FROM span JOIN funding ON '
                  'funding.content = span.content WHERE span.chain = :chain AND span.first <= :at AND '
                  'span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain '
                  'AND uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first '
                  '<= :at AND uncounted.last > :at)) AND (funding.spend_by IS NOT NULL OR funding.claim_by '
                  'IS NOT NULL)',
 'funding_of': 'SELECT span.town, funding.content, funding.id, funding.position, funding.source, '
               'funding.section, funding.status, funding.eligible, funding.justified, funding.requested, '
               'funding.awarded, funding.expected, funding.received, funding.applied_on, '
               'funding.acknowledged_on, funding.awarded_on, funding.contracted_on, funding.starts_on, '
               'funding.spend_by, funding.claim_by, span.portfolio FROM span JOIN funding ON funding.content '
               '= span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT '
               '(EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = '
               'span.town AND uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last '
               '> :at)) AND span.content IN (SELECT value FROM json_each(:contents) AS anon_1)',
 'get_meta': 'SELECT meta.value FROM meta WHERE meta."key" = :key',
 'heads_with_problems': 'SELECT DISTINCT span.path FROM span JOIN content ON content.id = span.content JOIN '
                        'problem ON problem.content = content.id WHERE span.chain = :chain AND span.first <= '
                        ':at AND span.last > :at AND content.kind IN (0, 2)',
 'hidden_spans': 'SELECT uncounted.town, uncounted.content, uncounted.first, uncounted.last FROM uncounted '
                 'WHERE uncounted.chain = :chain',
 'insert_authorisation': 'INSERT INTO authorisation (content, id, position, title, section) VALUES (?, ?, ?, '
                         '?, ?)',
 'insert_ceiling': 'INSERT INTO ceiling (content, department, section, year, cents) VALUES (?, ?, ?, ?, ?)',
 'insert_content': 'INSERT INTO content (id, hash, kind, "key", lost) VALUES (?, ?, ?, ?, ?)',
 'insert_credit': 'INSERT INTO credit (content, authorisation, year, cents) VALUES (?, ?, ?, ?)',
 'insert_cube': 'INSERT INTO cube (measure, town, portfolio, department, section, source, certainty, year, '
                'cents, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_department': 'INSERT INTO department (content, id, position, name) VALUES (?, ?, ?, ?)',
 'insert_fact': 'INSERT INTO fact (content, measure, department, section, source, certainty, year, cents) '
                'VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_finding': 'INSERT INTO finding (position, path, code, keys, args, hint) VALUES (?, ?, ?, ?, ?, ?)',
 'insert_funding': 'INSERT INTO funding (content, id, position, source, section, status, eligible, '
                   'justified, requested, awarded, expected, received, applied_on, acknowledged_on, '
                   'awarded_on, contracted_on, starts_on, spend_by, claim_by) VALUES (?, ?, ?, ?, ?, ?, ?, '
                   '?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_meta': 'INSERT INTO meta ("key", value) VALUES (?, ?)',
 'insert_milestone': 'INSERT INTO milestone (content, id, position, title, baseline, due, met, cancelled, '
                     'depends_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_outline': 'INSERT INTO outline (content, told) VALUES (?, ?)',
 'insert_portfolio': 'INSERT INTO portfolio (content, title, pillar, summary) VALUES (?, ?, ?, ?)',
 'insert_problem': 'INSERT INTO problem (content, position, code, keys, args, hint, line, "column") VALUES '
                   '(?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_project': 'INSERT INTO project (content, "key", title, summary, status, lead, manager, priority, '
                   'start, "end", baseline_start, baseline_end, progress, cost_excl_vat, vat_refund_share, '
                   'authorisation, tags, depends_on, more, search, investment, planned, paid, cost, '
                   'cost_next, cost_paid, cost_paid_next, cost_committed, cost_committed_next) VALUES (?, ?, '
                   '?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_revision': 'INSERT INTO revision (chain, at, "commit", time, author, subject, counts) VALUES (?, ?, '
                    '?, ?, ?, ?, ?)',
 'insert_source': 'INSERT INTO source (content, id, position, name, funder, siret, level, kind, '
                  'state_endowment, max_rate, opens, closes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_span': 'INSERT INTO span (chain, path, content, town, portfolio, first, last) VALUES (?, ?, ?, ?, '
                '?, ?, ?)',
 'insert_town': 'INSERT INTO town (content, name, insee, siret, population, staff_fte, operating_revenue, '
                'currency, language, fiscal_year_start, vat_refund_rate, own_share_min, invented, source) '
                'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
 'insert_uncounted': 'INSERT INTO uncounted (chain, town, content, first, last) VALUES (?, ?, ?, ?, ?)',
 'insert_vote': 'INSERT INTO vote (content, authorisation, id, day, cents) VALUES (?, ?, ?, ?, ?)',
 'insert_word': 'INSERT INTO word (id, text) VALUES (?, ?)',
 'led_by': 'SELECT span.path, project."key" FROM span JOIN project ON project.content = span.content WHERE '
           'span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM '
           'uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = '
           'span.content AND uncounted.first <= :at AND uncounted.last > :at)) AND span.town = :town AND '
           'project.lead = :department ORDER BY span.path, project."key"',
 'lines_of_source': 'SELECT span.path, project."key", funding.id FROM span JOIN funding ON funding.content = '
                    'span.content JOIN project ON project.content = span.content WHERE span.chain = :chain '
                    'AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted '
                    'WHERE uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = '
                    'span.content AND uncounted.first <= :at AND uncounted.last > :at)) AND span.town = '
                    ':town AND funding.source = :source ORDER BY span.path, project."key", funding.id',
 'live_spans': 'SELECT span.path, span.content FROM span WHERE span.chain = :chain AND span.first <= :at AND '
               'span.last > :at',
 'lost': 'SELECT coalesce(sum(content.lost), :coalesce_2) AS coalesce_1 FROM span JOIN content ON content.id '
         '= span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at',
 'merge_authorisation': 'INSERT INTO authorisation (content, id, position, title, section) SELECT '
                        'other.authorisation.content, other.authorisation.id, other.authorisation.position, '
                        'other.authorisation.title, other.authorisation.section FROM other.authorisation '
                        'ORDER BY other.authorisation.content, other.authorisation.id',
 'merge_ceiling': 'INSERT INTO ceiling (content, department, section, year, cents) SELECT '
                  'other.ceiling.content, other.ceiling.department, other.ceiling.section, '
                  'other.ceiling.year, other.ceiling.cents FROM other.ceiling ORDER BY '
                  'other.ceiling.content, other.ceiling.department, other.ceiling.section, '
                  'other.ceiling.year',
 'merge_content': 'INSERT INTO content (id, hash, kind, "key", lost) SELECT other.content.id, '
                  'other.content.hash, other.content.kind, other.content."key", other.content.lost FROM '
                  'other.content ORDER BY other.content.id',
 'merge_credit': 'INSERT INTO credit (content, authorisation, year, cents) SELECT other.credit.content, '
                 'other.credit.authorisation, other.credit.year, other.credit.cents FROM other.credit ORDER '
                 'BY other.credit.content, other.credit.authorisation, other.credit.year',
 'merge_cube': 'INSERT INTO cube (measure, town, portfolio, department, section, source, certainty, year, '
               'cents, n) SELECT other.cube.measure, other.cube.town, other.cube.portfolio, '
               'other.cube.department, other.cube.section, other.cube.source, other.cube.certainty, '
               'other.cube.year, other.cube.cents, other.cube.n FROM other.cube WHERE 1 = :1_1 ON CONFLICT '
               '(measure, town, portfolio, department, section, source, certainty, year) DO UPDATE SET cents '
               '= (cube.cents + excluded.cents), n = (cube.n + excluded.n)',
 'merge_department': 'INSERT INTO department (content, id, position, name) SELECT other.department.content, '
                     'other.department.id, other.department.position, other.department.name FROM '
                     'other.department ORDER BY other.department.content, other.department.id',
 'merge_fact': 'INSERT INTO fact (content, measure, department, section, source, certainty, year, cents) '
               'SELECT other.fact.content, other.fact.measure, other.fact.department, other.fact.section, '
               'other.fact.source, other.fact.certainty, other.fact.year, other.fact.cents FROM other.fact '
               'ORDER BY other.fact.content, other.fact.measure, other.fact.department, other.fact.section, '
               'other.fact.source, other.fact.certainty, other.fact.year',
 'merge_funding': 'INSERT INTO funding (content, id, position, source, section, status, eligible, justified, '
                  'requested, awarded, expected, received, applied_on, acknowledged_on, awarded_on, '
                  'contracted_on, starts_on, spend_by, claim_by) SELECT other.funding.content, '
                  'other.funding.id, other.funding.position, other.funding.source, other.funding.section, '
                  'other.funding.status, other.funding.eligible, other.funding.justified, '
                  'other.funding.requested, other.funding.awarded, other.funding.expected, '
                  'other.funding.received, other.funding.applied_on, other.funding.acknowledged_on, '
                  'other.funding.awarded_on, other.funding.contracted_on, other.funding.starts_on, '
                  'other.funding.spend_by, other.funding.claim_by FROM other.funding ORDER BY '
                  'other.funding.content, other.funding.id',
 'merge_milestone': 'INSERT INTO milestone (content, id, position, title, baseline, due, met, cancelled, '
                    'depends_on) SELECT other.milestone.content, other.milestone.id, '
                    'other.milestone.position, other.milestone.title, other.milestone.baseline, '
                    'other.milestone.due, other.milestone.met, other.milestone.cancelled, '
                    'other.milestone.depends_on FROM other.milestone ORDER BY other.milestone.content, '
                    'other.milestone.id',
 'merge_outline': 'INSERT INTO outline (content, told) SELECT other.outline.content, other.outline.told FROM '
                  'other.outline ORDER BY other.outline.content',
 'merge_overlap': 'SELECT (SELECT count(*) AS count_1 FROM other.word WHERE other.word.text IN (SELECT '
                  'word.text FROM word)) + (SELECT count(*) AS count_2 FROM other.content WHERE '
                  'other.content.hash IN (SELECT content.hash FROM content)) AS anon_1',
 'merge_portfolio': 'INSERT INTO portfolio (content, title, pillar, summary) SELECT other.portfolio.content, '
                    'other.portfolio.title, other.portfolio.pillar, other.portfolio.summary FROM '
                    'other.portfolio ORDER BY other.portfolio.content',
 'merge_problem': 'INSERT INTO problem (content, position, code, keys, args, hint, line, "column") SELECT '
                  'other.problem.content, other.problem.position, other.problem.code, other.problem.keys, '
                  'other.problem.args, other.problem.hint, other.problem.line, other.problem."column" FROM '
                  'other.problem ORDER BY other.problem.content, other.problem.position',
 'merge_project': 'INSERT INTO project (content, "key", title, summary, status, lead, manager, priority, '
                  'start, "end", baseline_start, baseline_end, progress, cost_excl_vat, vat_refund_share, '
                  'authorisation, tags, depends_on, more, search, investment, planned, paid, cost, '
                  'cost_next, cost_paid, cost_paid_next, cost_committed, cost_committed_next) SELECT '
                  'other.project.content, other.project."key", other.project.title, other.project.summary, '
                  'other.project.status, other.project.lead, other.project.manager, other.project.priority, '
                  'other.project.start, other.project."end", other.project.baseline_start, '
                  'other.project.baseline_end, other.project.progress, other.project.cost_excl_vat, '
                  'other.project.vat_refund_share, other.project.authorisation, other.project.tags, '
                  'other.project.depends_on, other.project.more, other.project.search, '
                  'other.project.investment, other.project.planned, other.project.paid, other.project.cost, '
                  'other.project.cost_next, other.project.cost_paid, other.project.cost_paid_next, '
                  'other.project.cost_committed, other.project.cost_committed_next FROM other.project ORDER '
                  'BY other.project.content',
 'merge_source': 'INSERT INTO source (content, id, position, name, funder, siret, level, kind, '
                 'state_endowment, max_rate, opens, closes) SELECT other.source.content, other.source.id, '
                 'other.source.position, other.source.name, other.source.funder, other.source.siret, '
                 'other.source.level, other.source.kind, other.source.state_endowment, '
                 'other.source.max_rate, other.source.opens, other.source.closes FROM other.source ORDER BY '
                 'other.source.content, other.source.id',
 'merge_span': 'INSERT INTO span (chain, path, content, town, portfolio, first, last) SELECT '
               'other.span.chain, other.span.path, other.span.content, other.span.town, '
               'other.span.portfolio, other.span.first, other.span.last FROM other.span ORDER BY '
               'other.span.chain, other.span.path, other.span.content, other.span.town',
 'merge_town': 'INSERT INTO town (content, name, insee, siret, population, staff_fte, operating_revenue, '
               'currency, language, fiscal_year_start, vat_refund_rate, own_share_min, invented, source) '
               'SELECT other.town.content, other.town.name, other.town.insee, other.town.siret, '
               'other.town.population, other.town.staff_fte, other.town.operating_revenue, '
               'other.town.currency, other.town.language, other.town.fiscal_year_start, '
               'other.town.vat_refund_rate, other.town.own_share_min, other.town.invented, other.town.source '
               'FROM other.town ORDER BY other.town.content',
 'merge_vote': 'INSERT INTO vote (content, authorisation, id, day, cents) SELECT other.vote.content, '
               'other.vote.authorisation, other.vote.id, other.vote.day, other.vote.cents FROM other.vote '
               'ORDER BY other.vote.content, other.vote.authorisation, other.vote.id',
 'merge_word': 'INSERT INTO word (id, text) SELECT other.word.id, other.word.text FROM other.word ORDER BY '
               'other.word.id',
 'milestones': 'SELECT span.town, milestone.content, milestone.id, milestone.position, milestone.title, '
               'milestone.baseline, milestone.due, milestone.met, milestone.cancelled, milestone.depends_on '
               'FROM span JOIN milestone ON milestone.content = span.content WHERE span.chain = :chain AND '
               'span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE '
               'uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = span.content '
               'AND uncounted.first <= :at AND uncounted.last > :at))',
 'milestones_apart': 'SELECT DISTINCT pair.place FROM (SELECT pairs."key" AS place, '
                     "json_extract(pairs.value, '$[0]') AS own, json_extract(pairs.value, '$[1]') AS other "
                     'FROM json_each(:pairs) AS pairs) AS pair JOIN milestone ON milestone.content = '
                     'pair.own LEFT OUTER JOIN milestone AS other ON other.content = pair.other AND other.id '
                     '= milestone.id WHERE NOT (other.title IS milestone.title AND other.baseline IS '
                     'milestone.baseline AND other.due IS milestone.due AND other.met IS milestone.met AND '
                     'other.cancelled IS milestone.cancelled AND other.depends_on IS milestone.depends_on)',
 'milestones_of': 'SELECT span.town, milestone.content, milestone.id, milestone.position, milestone.title, '
                  'milestone.baseline, milestone.due, milestone.met, milestone.cancelled, '
                  'milestone.depends_on FROM span JOIN milestone ON milestone.content = span.content WHERE '
                  'span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 '
                  'FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
                  'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at)) '
                  'AND span.content IN (SELECT value FROM json_each(:contents) AS anon_1)',
 'newer_format': 'SELECT problem.content FROM problem WHERE problem.code = :code_1',
 'newer_spans': 'SELECT span.town, span.first, span.last FROM span JOIN problem ON problem.content = '
                'span.content WHERE span.chain = :chain AND span.portfolio = :portfolio_1 AND problem.code = '
                ':code_1',
 'next_milestones': 'SELECT span.town, span.content, milestone.title, min(coalesce(milestone.due, '
                    'milestone.baseline)) AS min_1 FROM span JOIN milestone ON milestone.content = '
                    'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND '
                    'NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town '
                    '= span.town AND uncounted.content = span.content AND uncounted.first <= :at AND '
                    'uncounted.last > :at)) AND (:every = :param_1 OR (span.town * :town_1 + span.content IN '
                    '(SELECT value FROM json_each(:chosen) AS anon_1)) != :without) AND milestone.met IS '
                    'NULL AND milestone.cancelled = :cancelled_1 GROUP BY span.town, span.content',
 'next_word': 'SELECT coalesce(max(word.id), :coalesce_1) + 1 AS anon_1 FROM word',
 'open_spans': 'SELECT span.path, span.content, span.town, span.portfolio, span.first FROM span WHERE '
               'span.chain = :chain AND span.last = :forever',
 'outlined_paths': 'SELECT DISTINCT span.path FROM span WHERE span.chain = :chain AND span.first <= :at AND '
                   'span.last > :at AND span.content IN (SELECT outline.content FROM outline)',
 'outlines': 'SELECT outline.content FROM outline',
 'overview_elapsed': 'SELECT avg(min(:min_1, max(:max_1, ((julianday(:today) - julianday(project.start)) + '
                     ':param_1) / (((julianday(project."end") - julianday(project.start)) + :param_2) + '
                     '0.0)))) AS avg_1 FROM span JOIN project ON project.content = span.content WHERE '
                     'span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT '
                     '1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
                     'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at)) '
                     'AND project.start IS NOT NULL AND project."end" IS NOT NULL',
 'overview_funding': 'SELECT span.town, funding.source, funding.status, coalesce(funding.claim_by < :today, '
                     ":coalesce_2) AS coalesce_1, sum(CASE WHEN (funding.status IN ('refused', 'lapsed', "
                     "'withdrawn')) THEN coalesce(funding.received, :coalesce_3) ELSE "
                     'coalesce(funding.awarded, funding.requested, funding.expected, :coalesce_4) END) AS '
                     "sum_1, sum(max(:max_1, CASE WHEN (funding.status IN ('refused', 'lapsed', "
                     "'withdrawn')) THEN coalesce(funding.received, :coalesce_3) ELSE "
                     'coalesce(funding.awarded, funding.requested, funding.expected, :coalesce_4) END - '
                     'coalesce(funding.received, :coalesce_5))) AS sum_2 FROM span JOIN funding ON '
                     'funding.content = span.content WHERE span.chain = :chain AND span.first <= :at AND '
                     'span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = '
                     ':chain AND uncounted.town = span.town AND uncounted.content = span.content AND '
                     'uncounted.first <= :at AND uncounted.last > :at)) GROUP BY span.town * :town_1 + '
                     "funding.source, instr('identified applied complete awarded contracted part-paid paid "
                     "refused lapsed withdrawn', funding.status) * CASE WHEN coalesce(funding.claim_by < "
                     ':today, :coalesce_2) THEN :param_1 ELSE :param_2 END',
 'overview_late': 'SELECT count(*) AS count_1, min(coalesce(milestone.due, milestone.baseline)) AS min_1 '
                  'FROM span JOIN milestone ON milestone.content = span.content WHERE span.chain = :chain '
                  'AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE '
                  'uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = '
                  'span.content AND uncounted.first <= :at AND uncounted.last > :at)) AND milestone.met IS '
                  'NULL AND milestone.cancelled = :cancelled_1 AND coalesce(milestone.due, '
                  'milestone.baseline) < :today',
 'overview_projects': 'SELECT span.town, span.portfolio, project.status, coalesce(CAST(substr(project."end", '
                      ':substr_1, :substr_2) AS INTEGER), :coalesce_2) AS coalesce_1, count(*) AS count_1, '
                      'sum(project.cost) AS sum_1, sum(project.cost_next) AS sum_2, '
                      'sum(project.cost_committed) AS sum_3, sum(project.cost_committed_next) AS sum_4, '
                      'sum(project.cost_paid) AS sum_5, sum(project.cost_paid_next) AS sum_6 FROM span JOIN '
                      'project ON project.content = span.content WHERE span.chain = :chain AND span.first <= '
                      ':at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE '
                      'uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = '
                      'span.content AND uncounted.first <= :at AND uncounted.last > :at)) GROUP BY 1, 2, 3, '
                      '4',
 'packed_cube': 'SELECT packed_number, sum(cube.cents) AS sum_1, sum(cube.n) AS sum_2 FROM cube WHERE '
                'cube.measure IN (SELECT value FROM json_each(:measures) AS anon_1) GROUP BY 1',
 'packed_sums': 'SELECT packed_number, sum(fact.cents) AS sum_1, count(*) AS count_1 FROM json_each(:placed) '
                'AS "each" JOIN fact ON fact.content = ("each".value & 4294967295) WHERE fact.measure IN '
                '(SELECT value FROM json_each(:measures) AS anon_1) GROUP BY 1',
 'place_of_commit': 'SELECT revision.chain, revision.at FROM revision WHERE revision."commit" = :commit '
                    'ORDER BY revision.chain LIMIT :param_1 OFFSET :param_2',
 'portfolio_heads': 'SELECT span.town, span.portfolio, span.path FROM span JOIN portfolio ON '
                    'portfolio.content = span.content WHERE span.chain = :chain AND span.first <= :at AND '
                    'span.last > :at ORDER BY span.path',
 'portfolio_places': 'SELECT span.town, span.portfolio, min(span.path) AS min_1 FROM span WHERE span.chain = '
                     ':chain AND span.first <= :at AND span.last > :at AND span.portfolio > :portfolio_1 '
                     'GROUP BY span.town, span.portfolio',
 'portfolios': 'SELECT span.town, span.portfolio, portfolio.title, portfolio.pillar, portfolio.summary FROM '
               'span JOIN portfolio ON portfolio.content = span.content WHERE span.chain = :chain AND '
               'span.first <= :at AND span.last > :at',
 'problems': 'SELECT span.path, problem.code, problem.keys, problem.args, problem.hint, problem.line, '
             'problem."column" FROM span JOIN problem ON problem.content = span.content WHERE span.chain = '
             ':chain AND span.first <= :at AND span.last > :at ORDER BY span.path, problem.position',
 'project_funding': "SELECT span.town, span.content, sum(CASE WHEN (funding.status IN ('awarded', "
                    "'contracted', 'part-paid', 'paid', 'refused', 'lapsed', 'withdrawn') AND span.town * "
                    ':town_1 + funding.source IN (SELECT value FROM json_each(:grants) AS anon_1)) THEN CASE '
                    "WHEN (funding.status IN ('refused', 'lapsed', 'withdrawn')) THEN "
                    'coalesce(funding.received, :coalesce_1) ELSE coalesce(funding.awarded, '
                    'funding.requested, funding.expected, :coalesce_2) END ELSE :param_1 END) AS sum_1, '
                    "sum(CASE WHEN (funding.status IN ('awarded', 'contracted', 'part-paid', 'paid', "
                    "'refused', 'lapsed', 'withdrawn', 'applied', 'complete') AND span.town * :town_1 + "
                    'funding.source IN (SELECT value FROM json_each(:grants) AS anon_2)) THEN CASE WHEN '
                    "(funding.status IN ('refused', 'lapsed', 'withdrawn')) THEN coalesce(funding.received, "
                    ':coalesce_1) ELSE coalesce(funding.awarded, funding.requested, funding.expected, '
                    ':coalesce_2) END ELSE :param_2 END) AS sum_2, sum(CASE WHEN (funding.status IN '
                    "('identified', 'applied', 'complete', 'awarded', 'contracted', 'part-paid', 'paid', "
                    "'refused', 'lapsed', 'withdrawn') AND span.town * :town_1 + funding.source IN (SELECT "
                    "value FROM json_each(:grants) AS anon_3)) THEN CASE WHEN (funding.status IN ('refused', "
                    "'lapsed', 'withdrawn')) THEN coalesce(funding.received, :coalesce_1) ELSE "
                    'coalesce(funding.awarded, funding.requested, funding.expected, :coalesce_2) END ELSE '
                    ":param_3 END) AS sum_3, sum(CASE WHEN ((funding.status NOT IN ('refused', 'lapsed', "
                    "'withdrawn')) AND ((funding.status NOT IN ('awarded', 'contracted', 'part-paid', "
                    "'paid')) OR coalesce(funding.claim_by < :today, :coalesce_3) = :coalesce_4) AND "
                    '(span.town * :town_1 + funding.source NOT IN (SELECT value FROM json_each(:uncounted) '
                    "AS anon_4))) THEN max(:max_1, CASE WHEN (funding.status IN ('refused', 'lapsed', "
                    "'withdrawn')) THEN coalesce(funding.received, :coalesce_1) ELSE "
                    'coalesce(funding.awarded, funding.requested, funding.expected, :coalesce_2) END - '
                    'coalesce(funding.received, :coalesce_5)) ELSE :param_4 END) AS sum_4 FROM span JOIN '
                    'funding ON funding.content = span.content WHERE span.chain = :chain AND span.first <= '
                    ':at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain '
                    '= :chain AND uncounted.town = span.town AND uncounted.content = span.content AND '
                    'uncounted.first <= :at AND uncounted.last > :at)) GROUP BY span.town, span.content',
 'project_late': 'SELECT span.town, span.content, count(*) AS count_1, min(coalesce(milestone.due, '
                 'milestone.baseline)) AS min_1 FROM span JOIN milestone ON milestone.content = span.content '
                 'WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS '
                 '(SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
                 'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at)) AND '
                 'milestone.met IS NULL AND milestone.cancelled = :cancelled_1 AND coalesce(milestone.due, '
                 'milestone.baseline) < :today GROUP BY span.town, span.content',
 'project_more': 'SELECT project.more FROM project WHERE project.content = :content',
 'project_mores': 'SELECT project.content, project.more FROM span JOIN project ON project.content = '
                  'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT '
                  '(EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = '
                  'span.town AND uncounted.content = span.content AND uncounted.first <= :at AND '
                  'uncounted.last > :at)) AND project.more IS NOT NULL',
 'project_references': 'SELECT span.town, span.path, project."key", project.authorisation, '
                       'project.depends_on FROM span JOIN project ON project.content = span.content WHERE '
                       'span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS '
                       '(SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = '
                       'span.town AND uncounted.content = span.content AND uncounted.first <= :at AND '
                       'uncounted.last > :at)) AND (project.authorisation IS NOT NULL OR project.depends_on '
                       'IS NOT NULL) ORDER BY span.path, project."key"',
 'project_search': 'SELECT project.content, project.search FROM span JOIN project ON project.content = '
                   'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT '
                   '(EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = '
                   'span.town AND uncounted.content = span.content AND uncounted.first <= :at AND '
                   'uncounted.last > :at))',
 'project_years': 'SELECT DISTINCT span.town, span.content, fact.year FROM span JOIN fact ON fact.content = '
                  'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT '
                  '(EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = '
                  'span.town AND uncounted.content = span.content AND uncounted.first <= :at AND '
                  'uncounted.last > :at))',
 'projects': 'SELECT span.town, span.portfolio, span.path, project.content, project."key", project.title, '
             'project.summary, project.status, project.lead, project.manager, project.priority, '
             'project.start, project."end", project.baseline_start, project.baseline_end, project.progress, '
             'project.cost_excl_vat, project.vat_refund_share, project.authorisation, project.tags, '
             'project.depends_on, project.investment, project.planned, project.paid, project.cost, '
             'project.cost_next, project.cost_paid, project.cost_paid_next, project.cost_committed, '
             'project.cost_committed_next FROM span JOIN project ON project.content = span.content WHERE '
             'span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM '
             'uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content '
             '= span.content AND uncounted.first <= :at AND uncounted.last > :at))',
 'projects_in_years': 'SELECT span.town, span.content FROM span WHERE span.chain = :chain AND span.first <= '
                      ':at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE '
                      'uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = '
                      'span.content AND uncounted.first <= :at AND uncounted.last > :at)) AND (EXISTS '
                      '(SELECT 1 FROM fact WHERE fact.content = span.content AND fact.year >= :low AND '
                      'fact.year <= :high))',
 'projects_of_section': 'SELECT span.town, span.content, "each".value FROM span JOIN json_each(:values) AS '
                        '"each" ON 1 WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND '
                        'NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND '
                        'uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first '
                        '<= :at AND uncounted.last > :at)) AND (EXISTS (SELECT 1 FROM fact WHERE '
                        'fact.content = span.content AND fact.section = "each".value AND fact.department > '
                        ':department_1))',
 'projects_spending': 'SELECT span.town, span.content, "each".value FROM span JOIN json_each(:values) AS '
                      '"each" ON 1 WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND '
                      'NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND '
                      'uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first '
                      '<= :at AND uncounted.last > :at)) AND (EXISTS (SELECT 1 FROM fact WHERE fact.content '
                      '= span.content AND fact.department = "each".value AND fact.department > '
                      ':department_1))',
 'projects_spent': 'SELECT span.town, span.content FROM span WHERE span.chain = :chain AND span.first <= :at '
                   'AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = '
                   ':chain AND uncounted.town = span.town AND uncounted.content = span.content AND '
                   'uncounted.first <= :at AND uncounted.last > :at)) AND (EXISTS (SELECT 1 FROM fact WHERE '
                   'fact.content = span.content AND fact.department > :department_1))',
 'reopen_spans': 'UPDATE span SET last=:forever WHERE span.chain = :of_chain AND span.last >= :at AND '
                 'span.last < :forever',
 'revisions': 'SELECT revision.at, revision."commit", revision.time, revision.author, revision.subject FROM '
              'revision WHERE revision.chain = :chain ORDER BY revision.at',
 'rollup': 'SELECT span.town, span.portfolio, CASE WHEN (:by_project = :param_1) THEN fact.content ELSE '
           ':param_2 END AS anon_1, fact.measure, CASE WHEN (:by_department = :param_3) THEN fact.department '
           'ELSE :param_4 END AS anon_2, CASE WHEN (:by_section = :param_5) THEN fact.section ELSE :param_6 '
           'END AS anon_3, CASE WHEN (:by_source = :param_7) THEN fact.source ELSE :param_8 END AS anon_4, '
           'CASE WHEN (:by_certainty = :param_9) THEN fact.certainty ELSE :param_10 END AS anon_5, CASE WHEN '
           '(:by_year = :param_11) THEN fact.year ELSE :param_12 END AS anon_6, sum(fact.cents) AS sum_1 '
           'FROM span JOIN fact ON fact.content = span.content WHERE span.chain = :chain AND span.first <= '
           ':at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain '
           'AND uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first <= :at '
           'AND uncounted.last > :at)) AND fact.measure IN (SELECT value FROM json_each(:measures) AS '
           'anon_7) GROUP BY span.portfolio * :portfolio_1 + CASE WHEN (:by_source = :param_7) THEN '
           'fact.source ELSE :param_8 END, CASE WHEN (:by_department = :param_3) THEN fact.department ELSE '
           ':param_4 END * 16777216 + CASE WHEN (:by_year = :param_11) THEN fact.year ELSE :param_12 END + '
           'CASE WHEN (:by_section = :param_5) THEN fact.section ELSE :param_6 END * 16384 + CASE WHEN '
           '(:by_certainty = :param_9) THEN fact.certainty ELSE :param_10 END * 32768 + fact.measure * '
           '262144, span.town * :town_1 + CASE WHEN (:by_project = :param_1) THEN fact.content ELSE :param_2 '
           'END',
 'rollup_chosen': 'SELECT span.town, span.portfolio, CASE WHEN (:by_project = :param_1) THEN fact.content '
                  'ELSE :param_2 END AS anon_1, fact.measure, CASE WHEN (:by_department = :param_3) THEN '
                  'fact.department ELSE :param_4 END AS anon_2, CASE WHEN (:by_section = :param_5) THEN '
                  'fact.section ELSE :param_6 END AS anon_3, CASE WHEN (:by_source = :param_7) THEN '
                  'fact.source ELSE :param_8 END AS anon_4, CASE WHEN (:by_certainty = :param_9) THEN '
                  'fact.certainty ELSE :param_10 END AS anon_5, CASE WHEN (:by_year = :param_11) THEN '
                  'fact.year ELSE :param_12 END AS anon_6, sum(fact.cents) AS sum_1 FROM span JOIN fact ON '
                  'fact.content = span.content WHERE span.chain = :chain AND span.first <= :at AND span.last '
                  '> :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND '
                  'uncounted.town = span.town AND uncounted.content = span.content AND uncounted.first <= '
                  ':at AND uncounted.last > :at)) AND fact.measure IN (SELECT value FROM '
                  'json_each(:measures) AS anon_7) AND span.content IN (SELECT value FROM '
                  'json_each(:contents) AS anon_8) GROUP BY span.portfolio * :portfolio_1 + CASE WHEN '
                  '(:by_source = :param_7) THEN fact.source ELSE :param_8 END, CASE WHEN (:by_department = '
                  ':param_3) THEN fact.department ELSE :param_4 END * 16777216 + CASE WHEN (:by_year = '
                  ':param_11) THEN fact.year ELSE :param_12 END + CASE WHEN (:by_section = :param_5) THEN '
                  'fact.section ELSE :param_6 END * 16384 + CASE WHEN (:by_certainty = :param_9) THEN '
                  'fact.certainty ELSE :param_10 END * 32768 + fact.measure * 262144, span.town * :town_1 + '
                  'CASE WHEN (:by_project = :param_1) THEN fact.content ELSE :param_2 END',
 'rollup_within': 'SELECT span.town, span.portfolio, fact.content, fact.measure, fact.department, CASE WHEN '
                  '(:by_section = :param_1) THEN fact.section ELSE :param_2 END AS anon_1, fact.source, '
                  'fact.certainty, CASE WHEN (:by_year = :param_3) THEN fact.year ELSE :param_4 END AS '
                  'anon_2, sum(fact.cents) AS sum_1 FROM span JOIN fact ON fact.content = span.content WHERE '
                  'span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 '
                  'FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
                  'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at)) '
                  'AND (:every = :param_5 OR (span.town * :town_1 + span.content IN (SELECT value FROM '
                  'json_each(:chosen) AS anon_3)) != :without) AND fact.measure IN (SELECT value FROM '
                  'json_each(:measures) AS anon_4) AND (:department = :param_6 OR fact.department = '
                  ':department) AND (:source = :param_7 OR fact.source = :source) GROUP BY 1, 2, 3, 4, 5, 6, '
                  '7, 8, 9',
 'set_counts': 'UPDATE revision SET counts=:said WHERE revision.chain = :of_chain AND revision.at = :of_at',
 'set_meta': 'INSERT INTO meta ("key", value) VALUES (:key, :value) ON CONFLICT ("key") DO UPDATE SET value '
             '= :value',
 'sizes': 'SELECT (SELECT count(*) AS count_1 FROM content) AS anon_1, (SELECT count(*) AS count_2 FROM '
          'fact) AS anon_2',
 'sources': 'SELECT span.town, source.id, source.position, source.name, source.funder, source.siret, '
            'source.level, source.kind, source.state_endowment, source.max_rate, source.opens, source.closes '
            'FROM span JOIN source ON source.content = span.content WHERE span.chain = :chain AND span.first '
            '<= :at AND span.last > :at AND span.portfolio = :portfolio_1 ORDER BY span.town, '
            'source.position',
 'spans_of_paths': 'SELECT span.path, span.content, span.town, span.portfolio FROM span WHERE span.chain = '
                   ':chain AND span.path IN (SELECT value FROM json_each(:paths) AS anon_1)',
 'spans_of_town': 'SELECT span.content, span.first, span.last FROM span WHERE span.chain = :chain AND '
                  'span.town = :town',
 'spending_departments': 'SELECT DISTINCT span.town, fact.department FROM span JOIN fact ON fact.content = '
                         'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at '
                         'AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND '
                         'uncounted.town = span.town AND uncounted.content = span.content AND '
                         'uncounted.first <= :at AND uncounted.last > :at)) AND fact.department > '
                         ':department_1',
 'spent_late': 'SELECT span.town, span.content, funding.source, funding.status, CASE WHEN (funding.status IN '
               "('refused', 'lapsed', 'withdrawn')) THEN coalesce(funding.received, :coalesce_1) ELSE "
               'coalesce(funding.awarded, funding.requested, funding.expected, :coalesce_2) END AS anon_1, '
               'coalesce(funding.received, :coalesce_4) AS coalesce_3, '
               'coalesce(CAST(substr(funding.spend_by, :substr_1, :substr_2) AS INTEGER), :coalesce_6) AS '
               'coalesce_5, sum(CASE WHEN (fact.year > coalesce(CAST(substr(funding.spend_by, :substr_3, '
               ':substr_4) AS INTEGER), :coalesce_7)) THEN fact.cents ELSE :param_1 END) AS sum_1, sum(CASE '
               'WHEN (fact.year > coalesce(CAST(substr(funding.spend_by, :substr_3, :substr_4) AS INTEGER), '
               ':coalesce_7) + :coalesce_8) THEN fact.cents ELSE :param_2 END) AS sum_2, sum(fact.cents) AS '
               'sum_3 FROM span JOIN funding ON funding.content = span.content JOIN fact ON fact.content = '
               'funding.content AND fact.measure = :measure_1 AND fact.section = funding.section WHERE '
               'span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM '
               'uncounted WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
               'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at)) AND '
               "funding.spend_by IS NOT NULL AND funding.status IN ('awarded', 'contracted', 'part-paid', "
               "'paid') AND coalesce(funding.claim_by < :today, :coalesce_9) = :coalesce_10 GROUP BY "
               'span.town, funding.content, funding.id HAVING sum(CASE WHEN (fact.year > '
               'coalesce(CAST(substr(funding.spend_by, :substr_3, :substr_4) AS INTEGER), :coalesce_7)) THEN '
               'fact.cents ELSE :param_1 END) > :sum_4 OR sum(CASE WHEN (fact.year > '
               'coalesce(CAST(substr(funding.spend_by, :substr_3, :substr_4) AS INTEGER), :coalesce_7) + '
               ':coalesce_8) THEN fact.cents ELSE :param_2 END) > :sum_5',
 'top_content': 'SELECT max(content.id) AS max_1 FROM content',
 'town_files': 'SELECT span.town, span.path, span.content, town.content AS read, content.kind FROM span JOIN '
               'content ON content.id = span.content LEFT OUTER JOIN town ON town.content = span.content '
               'WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND span.portfolio = '
               ':portfolio_1',
 'towns': 'SELECT span.town, town.name, town.insee, town.siret, town.population, town.staff_fte, '
          'town.operating_revenue, town.currency, town.language, town.fiscal_year_start, '
          'town.vat_refund_rate, town.own_share_min, town.invented, town.source FROM span LEFT OUTER JOIN '
          'town ON town.content = span.content WHERE span.chain = :chain AND span.first <= :at AND span.last '
          '> :at AND span.portfolio = :portfolio_1 ORDER BY span.town',
 'unchanged': 'SELECT span.town, span.content, span.first, span.last FROM span WHERE span.chain = :of_chain '
              'AND span.portfolio != :portfolio_1 AND span.content IN (SELECT span.content FROM span WHERE '
              'span.chain = :chain AND span.first <= :at AND span.last > :at) ORDER BY span.town, '
              'span.content, span.first',
 'uncounted': 'SELECT uncounted.town, uncounted.content FROM uncounted WHERE uncounted.chain = :chain',
 'uncounted_now': 'SELECT uncounted.town, uncounted.content FROM uncounted WHERE uncounted.chain = :chain '
                  'AND uncounted.first <= :at AND uncounted.last > :at',
 'uncounted_projects': 'SELECT count(*) AS count_1 FROM span JOIN content ON content.id = span.content JOIN '
                       'uncounted ON uncounted.chain = span.chain AND uncounted.town = span.town AND '
                       'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > :at '
                       'WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND content.kind '
                       '= :kind_1 AND content.lost = :lost_1',
 'under_authorisations': 'SELECT span.town, project.authorisation, fact.section, fact.measure, '
                         'sum(fact.cents) AS sum_1 FROM span JOIN project ON project.content = span.content '
                         'JOIN fact ON fact.content = project.content WHERE span.chain = :chain AND '
                         'span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted '
                         'WHERE uncounted.chain = :chain AND uncounted.town = span.town AND '
                         'uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last > '
                         ':at)) AND project.authorisation IS NOT NULL AND fact.measure IN (SELECT value FROM '
                         'json_each(:measures) AS anon_1) GROUP BY span.town, project.authorisation, '
                         'fact.section, fact.measure',
 'unused_contents': 'SELECT content.id FROM content WHERE (content.id NOT IN (SELECT span.content FROM '
                    'span))',
 'used_departments': 'SELECT DISTINCT cube.town, cube.department FROM cube WHERE cube.department > '
                     ':department_1',
 'used_departments_past': 'SELECT DISTINCT span.town, fact.department FROM span JOIN fact ON fact.content = '
                          'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at '
                          'AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND '
                          'uncounted.town = span.town AND uncounted.content = span.content AND '
                          'uncounted.first <= :at AND uncounted.last > :at)) AND fact.department > '
                          ':department_1',
 'used_leads': 'SELECT DISTINCT span.town, project.lead FROM span JOIN project ON project.content = '
               'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at AND NOT '
               '(EXISTS (SELECT 1 FROM uncounted WHERE uncounted.chain = :chain AND uncounted.town = '
               'span.town AND uncounted.content = span.content AND uncounted.first <= :at AND uncounted.last '
               '> :at))',
 'used_sources': 'SELECT DISTINCT span.town, funding.source FROM span JOIN funding ON funding.content = '
                 'span.content JOIN project ON project.content = span.content WHERE span.chain = :chain AND '
                 'span.first <= :at AND span.last > :at AND NOT (EXISTS (SELECT 1 FROM uncounted WHERE '
                 'uncounted.chain = :chain AND uncounted.town = span.town AND uncounted.content = '
                 'span.content AND uncounted.first <= :at AND uncounted.last > :at))',
 'versions': 'SELECT span.town, content."key", span.content, span.first, span.last FROM span JOIN content ON '
             'content.id = span.content JOIN (SELECT span.town AS town, content."key" AS "key" FROM span '
             'JOIN content ON content.id = span.content WHERE span.chain = :chain AND content.kind = :kind_1 '
             'GROUP BY span.town, content."key" HAVING count(*) > :count_1) AS several ON several.town = '
             'span.town AND several."key" = content."key" WHERE span.chain = :chain AND content.kind = '
             ':kind_2 ORDER BY span.town, content."key", span.first',
 'votes': 'SELECT span.town, vote.authorisation, vote.id, vote.day, vote.cents FROM span JOIN vote ON '
          'vote.content = span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at '
          'AND span.portfolio = :portfolio_1 ORDER BY span.town, vote.day',
 'words': 'SELECT word.id, word.text FROM word',
 'wrong_keys_of_towns': 'SELECT span.town, problem.keys FROM span JOIN problem ON problem.content = '
                        'span.content WHERE span.chain = :chain AND span.first <= :at AND span.last > :at '
                        'AND span.portfolio = :portfolio_1'}

CONSTANTS: dict[str, dict[str, object]] = {'authorisations': {'portfolio_1': 0},
 'broken_paths': {'kind_1': 0},
 'ceilings': {'portfolio_1': 0},
 'chain_kinds': {'portfolio_1': 0},
 'chain_towns': {'portfolio_1': 0},
 'claimed_keys': {'kind_1': 3},
 'content_places': {'kind_1': 3},
 'credits': {'portfolio_1': 0},
 'cube_add': {'portfolio_1': 4294967296, 'town_1': 4294967296},
 'cube_fill': {'portfolio_1': 4294967296, 'town_1': 4294967296},
 'cube_past': {'portfolio_1': 4294967296, 'town_1': 4294967296},
 'cube_sums': {'town_1': 4294967296},
 'cube_sums_past': {'town_1': 4294967296},
 'cube_take': {'portfolio_1': 4294967296, 'town_1': 4294967296},
 'delete_empty_cube': {'n_1': 0},
 'departments': {'portfolio_1': 0},
 'due_deadlines': {'param_1': 1, 'param_2': 0, 'town_1': 4294967296},
 'due_milestones': {'cancelled_1': 0, 'param_1': 1, 'param_2': 0, 'town_1': 4294967296},
 'duplicates': {'count_1': 1, 'kind_1': 3},
 'lost': {'coalesce_2': 0},
 'merge_cube': {'1_1': 1},
 'newer_format': {'code_1': 'newer-format'},
 'newer_spans': {'code_1': 'newer-format', 'portfolio_1': 0},
 'next_milestones': {'cancelled_1': 0, 'param_1': 1, 'town_1': 4294967296},
 'next_word': {'coalesce_1': 0},
 'overview_elapsed': {'max_1': 0.0, 'min_1': 1.0, 'param_1': 1, 'param_2': 1},
 'overview_funding': {'coalesce_2': 0,
                      'coalesce_3': 0,
                      'coalesce_4': 0,
                      'coalesce_5': 0,
                      'max_1': 0,
                      'param_1': -1,
                      'param_2': 1,
                      'town_1': 4294967296},
 'overview_late': {'cancelled_1': 0},
 'overview_projects': {'coalesce_2': 0, 'substr_1': 6, 'substr_2': 2},
 'place_of_commit': {'param_1': 1, 'param_2': 0},
 'portfolio_places': {'portfolio_1': 0},
 'project_funding': {'coalesce_1': 0,
                     'coalesce_2': 0,
                     'coalesce_3': 0,
                     'coalesce_4': 1,
                     'coalesce_5': 0,
                     'max_1': 0,
                     'param_1': 0,
                     'param_2': 0,
                     'param_3': 0,
                     'param_4': 0,
                     'town_1': 4294967296},
 'project_late': {'cancelled_1': 0},
 'projects_of_section': {'department_1': 0},
 'projects_spending': {'department_1': 0},
 'projects_spent': {'department_1': 0},
 'rollup': {'param_1': 1,
            'param_10': 0,
            'param_11': 1,
            'param_12': 0,
            'param_2': 0,
            'param_3': 1,
            'param_4': 0,
            'param_5': 1,
            'param_6': 0,
            'param_7': 1,
            'param_8': 0,
            'param_9': 1,
            'portfolio_1': 4294967296,
            'town_1': 4294967296},
 'rollup_chosen': {'param_1': 1,
                   'param_10': 0,
                   'param_11': 1,
                   'param_12': 0,
                   'param_2': 0,
                   'param_3': 1,
                   'param_4': 0,
                   'param_5': 1,
                   'param_6': 0,
                   'param_7': 1,
                   'param_8': 0,
                   'param_9': 1,
                   'portfolio_1': 4294967296,
                   'town_1': 4294967296},
 'rollup_within': {'param_1': 1,
                   'param_2': 0,
                   'param_3': 1,
                   'param_4': 0,
                   'param_5': 1,
                   'param_6': 0,
                   'param_7': 0,
                   'town_1': 4294967296},
 'sources': {'portfolio_1': 0},
 'spending_departments': {'department_1': 0},
 'spent_late': {'coalesce_1': 0,
                'coalesce_10': 0,
                'coalesce_2': 0,
                'coalesce_4': 0,
                'coalesce_6': 0,
                'coalesce_7': 0,
                'coalesce_8': 1,
                'coalesce_9': 0,
                'measure_1': 0,
                'param_1': 0,
                'param_2': 0,
                'substr_1': 6,
                'substr_2': 2,
                'substr_3': 1,
                'substr_4': 4,
                'sum_4': 0,
                'sum_5': 0},
 'town_files': {'portfolio_1': 0},
 'towns': {'portfolio_1': 0},
 'unchanged': {'portfolio_1': 0},
 'uncounted_projects': {'kind_1': 3, 'lost_1': 0},
 'used_departments': {'department_1': 0},
 'used_departments_past': {'department_1': 0},
 'versions': {'count_1': 1, 'kind_1': 3, 'kind_2': 3},
 'votes': {'portfolio_1': 0},
 'wrong_keys_of_towns': {'portfolio_1': 0}}
