<?php
// Runs the plugin with what it needs of WordPress, against a service.
define( 'ABSPATH', '/' );
define( 'KINDRED_URL', getenv( 'KINDRED_URL' ) );
define( 'KINDRED_TOKEN', getenv( 'KINDRED_TOKEN' ) );

$hooks      = array();
$transients = array();
$posts      = array();
$current    = 0;

function add_action( $name, $call, $priority = 10, $arguments = 1 ) {
	global $hooks;
	$hooks[ $name ] = $call;
}
function add_filter( $name, $call ) {
	add_action( $name, $call );
}
class WP_Error {
	public function get_error_message() {
		return 'no connection';
	}
}
function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}
function wp_remote_request( $url, $arguments ) {
	$headers = array();
	foreach ( $arguments['headers'] ?? array() as $name => $value ) {
		$headers[] = "$name: $value";
	}
	$context = stream_context_create(
		array(
			'http' => array(
				'method'        => $arguments['method'] ?? 'GET',
				'header'        => $headers,
				'content'       => $arguments['body'] ?? '',
				'ignore_errors' => true,
				'timeout'       => 20,
			),
		)
	);
	$body = @file_get_contents( $url, false, $context );
	if ( false === $body ) {
		return new WP_Error();
	}
	preg_match( '#^HTTP/\S+ (\d+)#', $http_response_header[0], $match );
	return array( 'body' => $body, 'code' => (int) $match[1] );
}
function wp_remote_get( $url, $arguments = array() ) {
	return wp_remote_request( $url, $arguments );
}
function wp_remote_retrieve_response_code( $response ) {
	return is_wp_error( $response ) ? '' : $response['code'];
}
function wp_remote_retrieve_body( $response ) {
	return is_wp_error( $response ) ? '' : $response['body'];
}
function wp_json_encode( $value ) {
	return json_encode( $value );
}
function get_transient( $name ) {
	global $transients;
	return $transients[ $name ] ?? false;
}
function set_transient( $name, $value, $seconds ) {
	global $transients;
	$transients[ $name ] = $value;
}
function delete_transient( $name ) {
	global $transients;
	unset( $transients[ $name ] );
}
function wp_is_post_revision( $id ) {
	return false;
}
function wp_get_post_terms( $id, $taxonomies, $arguments ) {
	return array( 'Law', 'Cameras', 'Law' );
}
function get_the_title( $post ) {
	return $post->post_title;
}
function wp_strip_all_tags( $text ) {
	return strip_tags( $text );
}
function strip_shortcodes( $text ) {
	return preg_replace( '/\[[^\]]*\]/', '', $text );
}
function get_permalink( $post ) {
	return "https://example.com/post-{$post->ID}/";
}
function get_post_time( $format, $gmt, $post ) {
	return gmdate( $format, 1700000000 + $post->ID );
}
function is_singular( $type ) {
	return true;
}
function in_the_loop() {
	return true;
}
function is_main_query() {
	return true;
}
function get_the_ID() {
	global $current;
	return $current;
}

function check( $holds, $what ) {
	if ( ! $holds ) {
		echo "not as expected: $what\n";
		exit( 1 );
	}
}

require $argv[1] . '/kindred-service.php';

function save( $id, $title, $content, $status = 'publish' ) {
	global $hooks;
	$post = (object) array(
		'ID'            => $id,
		'post_type'     => 'post',
		'post_status'   => $status,
		'post_password' => '',
		'post_title'    => $title,
		'post_excerpt'  => '',
		'post_content'  => $content,
	);
	$hooks['wp_after_insert_post']( $id, $post );
}
function shown( $id ) {
	global $hooks, $current;
	$current = $id;
	return $hooks['the_content']( '<p>Text</p>' );
}

save( 1, 'Council bans face recognition cameras', '<p>The council bans [gallery] face recognition cameras of the police.</p>' );
check( '<p>Text</p>' === shown( 1 ), 'a post alone has no list' );
save( 2, 'Police lose face recognition cameras', '<p>The ban of face recognition by the council ends the cameras.</p>' );
check( false !== strpos( shown( 1 ), 'href="https://example.com/post-2/"' ), 'the list of the first has the second at once' );
check( false !== strpos( shown( 2 ), 'Council bans' ), 'the list of the second' );
check( isset( $transients['kindred_2'] ), 'a list is remembered' );
save( 2, 'Police lose face recognition cameras', '', 'draft' );
check( '<p>Text</p>' === shown( 1 ), 'a post that was taken back is in no list' );
save( 3, 'A draft that was never public', '', 'draft' );
$hooks['before_delete_post']( 1 );
$response = wp_remote_get( KINDRED_URL . '/v1/articles/wp-1' );
check( 404 === $response['code'], 'a deleted post is gone' );
echo "all as expected\n";
